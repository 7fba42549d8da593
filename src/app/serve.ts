import { createHash } from "node:crypto";
import { UserError } from "../core/errors.js";
import type { Event } from "../core/event.js";
import { parseDuration } from "../core/time/duration.js";
import type { OrderNotice } from "../domain/order/order.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { WebDeps } from "../web/hooks/deps.js";
import type { HookSecret } from "../web/hooks/hook.js";
import type { Serving } from "../web/hooks/serve.js";
import type { MetricsDeps } from "../web/metrics/metrics.js";
import type { Config } from "./config.js";
import { shopAccount } from "./shop-account.js";

type Deps = {
  readonly playbooks: Playbooks;
  readonly now: () => number;
  /** The clients that aren't in use now and will be, once their files are right. */
  readonly awaited?: () => readonly string[];
  /** By which phone numbers are hashed. */
  readonly phoneKey: string;
  readonly page: WebDeps["join"]["page"];
  readonly health: () => { readonly ok: boolean };
  readonly metrics?: Omit<MetricsDeps, "token">;
  /** @returns how many of the events were new. */
  readonly receive: (events: readonly Event[]) => Promise<number>;
  readonly onRefused: NonNullable<WebDeps["onRefused"]>;
};

/**
 * The HTTP service, unless it is switched off: whether the bot is alive, the shops' webhooks, and the pages by
 * which people join.
 * @throws UserError HTTP_ADDRESS, HTTP_DEADLINE, HTTP_PORT_BUSY, HTTP_LISTEN
 */
export async function serve(config: Config, deps: Deps): Promise<Serving | undefined> {
  if (config.http === undefined) return undefined;
  const deadlineMs = parseDuration(config.httpDeadline) ?? 0;
  if (deadlineMs < 1_000 || deadlineMs > 10_000)
    throw new UserError("HTTP_DEADLINE", { deadline: config.httpDeadline });
  const [{ createWeb }, { serveWeb }, { clientPhones }] = await Promise.all([
    import("../web/hooks/web.js"),
    import("../web/hooks/serve.js"),
    import("../features/order/phone-hash.js"),
  ]);
  const app = createWeb({
    join: { page: deps.page },
    health: deps.health,
    ...(deps.metrics && { metrics: { ...deps.metrics, token: config.httpToken } }),
    secrets: (client, source) => secretOf(deps.playbooks, client, source, config.env),
    isAwaited: (client) => deps.awaited?.().includes(client) ?? false,
    accept: async (client, source, notice, once) => {
      const fresh = await deps.receive([shopEvent(client, source, { notice, once }, deps.now())]);
      return once && fresh === 0 ? "replayed" : "stored";
    },
    hashPhone: (client, phone) => clientPhones(deps.phoneKey, client)(phone),
    now: deps.now,
    lang: config.lang,
    onRefused: deps.onRefused,
  });
  return serveWeb(app, config.http, deadlineMs);
}

/** A notice as an event: the inbox keeps it, and knows a repeated one by its id. */
function shopEvent(
  client: string,
  source: string,
  { notice, once }: { notice: OrderNotice; once?: { key: string } | undefined },
  now: number,
): Event {
  const chat = `${client}/${source}`;
  const key = once?.key ?? createHash("sha256").update(JSON.stringify(notice)).digest("hex");
  return {
    kind: "order",
    id: `${source}:${key}`,
    platform: "shop",
    account: shopAccount(client),
    at: now,
    place: { platform: "shop", chat, direct: false },
    client,
    notice,
  };
}

/** A source's secrets with their values; undefined when the source or a value is missing. */
function secretOf(
  playbooks: Playbooks,
  client: string,
  source: string,
  env: Config["env"],
): HookSecret | undefined {
  const sources = playbooks.current(client)?.playbook.orders.sources ?? {};
  const found = Object.hasOwn(sources, source) ? sources[source] : undefined;
  if (!found) return undefined;
  const value = (text: string) => env.value(client, text.slice("env:".length)) ?? "";
  const { kind } = found;
  if (kind === "wechat-shop") {
    const [token, aesKey] = [value(found.token), value(found.aes_key)];
    return token && aesKey ? { kind, appId: found.app_id, token, aesKey } : undefined;
  }
  const secret = value(found.secret);
  if (!secret) return undefined;
  return kind === "youzan" ? { kind, clientId: found.client_id, secret } : { kind, secret };
}
