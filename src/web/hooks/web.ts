import { Hono } from "hono";
import { except } from "hono/combine";
import { secureHeaders } from "hono/secure-headers";
import { createJoin } from "../join/join.js";
import { createMetricsRoute } from "../metrics/metrics.js";
import type { Health, WebDeps } from "./deps.js";
import { createHooks } from "./hooks.js";

/** The HTTP side: `GET /healthz`, `GET /metrics`, `POST /hooks/:client/:source` and `GET /join/:name`. */
export function createWeb(deps: WebDeps): Hono {
  const app = new Hono();
  app.use("/join/*", secureHeaders());
  app.use(except("/join/*", secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"] } })));
  app.use(async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
  });
  app.get("/healthz", async (c) => {
    const health = await healthOf(deps);
    return c.json(health, health.ok ? 200 : 503);
  });
  if (deps.metrics) app.route("/metrics", createMetricsRoute(deps.metrics));
  app.route("/hooks", createHooks(deps));
  app.route("/join", createJoin(deps.join));
  app.notFound((c) => c.json({ ok: false, code: "NOT_FOUND" }, 404));
  // An error's text may hold anything, so it stays inside.
  app.onError((_error, c) => c.json({ ok: false, code: "INTERNAL" }, 500));
  return app;
}

/** A health check that fails is an answer too. */
async function healthOf(deps: WebDeps): Promise<Health> {
  try {
    return await deps.health();
  } catch {
    return { ok: false };
  }
}
