import type { HookSecret } from "../dist/web/hooks/hook.js";
import { serveWeb } from "../dist/web/hooks/serve.js";
import { createWeb } from "../dist/web/hooks/web.js";

/** A source of each kind. */
const SOURCES: Readonly<Record<string, HookSecret>> = {
  generic: { kind: "generic", secret: "bench" },
  shopify: { kind: "shopify", secret: "bench" },
  woocommerce: { kind: "woocommerce", secret: "bench" },
  youzan: { kind: "youzan", clientId: "bench", secret: "bench" },
  weixin: { kind: "wechat-shop", appId: "bench", token: "bench", aesKey: "A".repeat(43) },
};

// The allowance is always whole, so that each request is checked as far as it ever is.
let ticks = 0;
const app = createWeb({
  health: () => ({ ok: true }),
  secrets: (_client, source) => SOURCES[source],
  accept: () => Promise.reject(new Error("nobody signed anything")),
  hashPhone: (_client, phone) => ({ phone }),
  now: Date.now,
  ticks: () => {
    ticks += 1e6;
    return ticks;
  },
});
const { url } = await serveWeb(app, "127.0.0.1:0");
// What this process took of the machine so far, in milliseconds, whenever it is asked.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1_000);
});
process.send?.(url);
