import { mergeNotice } from "../../src/domain/order/merge.js";
import type { OrderRecord } from "../../src/domain/order/order.js";
import type { WebDeps } from "../../src/web/hooks/deps.js";
import type { HookSecret } from "../../src/web/hooks/hook.js";
import { type Serving, serveWeb } from "../../src/web/hooks/serve.js";
import { createWeb } from "../../src/web/hooks/web.js";
import { type Signed, WECHAT } from "./hook-senders.js";

export const NOW = Date.parse("2026-10-20T04:00:00Z");
const SECRETS: Readonly<Record<string, HookSecret>> = {
  own: { kind: "generic", secret: "s3cr3t" },
  shop: { kind: "shopify", secret: "s3cr3t" },
  woo: { kind: "woocommerce", secret: "s3cr3t" },
  youzan: { kind: "youzan", clientId: "yz1", secret: "s3cr3t" },
  weixin: { kind: "wechat-shop", ...WECHAT },
};

/** Nobody can join anywhere. */
export const NO_PAGES: WebDeps["join"] = { page: async () => undefined };

/** The web on a free port, with a store in memory that merges what it accepts. */
export async function hookServer(change: Partial<WebDeps> = {}) {
  const orders = new Map<string, OrderRecord>();
  const once = new Set<string>();
  const refused: string[] = [];
  let now = NOW;
  const app = createWeb({
    join: NO_PAGES,
    health: () => ({ ok: true }),
    secrets: (client, source) => (client === "tea-town" ? SECRETS[source] : undefined),
    hashPhone: (_client, phone) => ({ phone: `h${phone}` }),
    now: () => now,
    onRefused: (refusal) => refused.push(JSON.stringify(refusal)),
    async accept(_client, _source, notice, unique) {
      if (unique && once.has(unique.key)) return "replayed";
      if (unique) once.add(unique.key);
      const { id } = notice.kind === "order" ? notice.order : notice.event;
      orders.set(id, mergeNotice(orders.get(id), notice).record);
      return "stored";
    },
    ...change,
  });
  const serving: Serving = await serveWeb(app, "127.0.0.1:0");
  return {
    orders,
    refused,
    url: serving.url,
    close: () => serving.close(100),
    travel: (ms: number) => {
      now += ms;
    },
    send: ({ path, body, headers }: Signed) =>
      fetch(serving.url + path, { method: "POST", body, headers }),
  };
}
