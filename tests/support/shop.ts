import { createHmac } from "node:crypto";
import { serve } from "../../src/app/serve.js";
import { testConfig } from "./config.js";
import { NO_PAGES } from "./hook-server.js";
import { SHOP_SECRET, SHOP_VARIABLE } from "./tea.js";
import { closeTowns, openTown } from "./town.js";

const servers: (() => Promise<void>)[] = [];

/** Closes every shop's town; for `afterEach`. */
export async function closeShops(): Promise<void> {
  for (const close of servers.splice(0)) await close();
  await closeTowns();
}

/** The tea brand with a shop, and a budget for one coupon. */
export const withShop = (text: string) =>
  text
    .replace(
      "  typed: { tags: [drink] }",
      "  typed: { tags: [drink] }\n  sources: { shop: { kind: generic, secret: env:SUANPAN_TEA_TOWN_SHOP_SECRET } }",
    )
    .replace('budget: "16000.00"', 'budget: "8.00"');

/** The tea brand with its shop's webhook, over real HTTP. */
export async function openShop() {
  const town = await openTown({ edit: withShop });
  const config = testConfig({ SUANPAN_HTTP: "127.0.0.1:0", [SHOP_VARIABLE]: SHOP_SECRET });
  const web = await serve(config, {
    phoneKey: "key of a test",
    playbooks: town.playbooks,
    now: town.clock.now,
    ...NO_PAGES,
    health: () => ({ ok: true }),
    receive: (events) => town.runtime.receive(events),
    onRefused: () => {},
  });
  if (!web) throw new Error("no server");
  servers.push(() => web.close());
  let n = 0;
  type Told = {
    readonly body: string;
    readonly id?: string;
    readonly secret?: string;
    readonly at?: number;
  };
  const post = async (told: Told) => {
    const { body, id = `msg-${++n}`, secret = SHOP_SECRET, at = town.clock.now() } = told;
    const seconds = String(Math.floor(at / 1000));
    const signature = createHmac("sha256", Buffer.from(secret, "utf8"))
      .update(`${id}.${seconds}.`)
      .update(body)
      .digest("base64");
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": seconds,
      "webhook-signature": `v1,${signature}`,
    };
    const url = `${web.url}/hooks/tea-town/shop`;
    const { status } = await fetch(url, { method: "POST", headers, body });
    await town.rest();
    return status;
  };
  return { ...town, post };
}

/** A paid order as the shop tells it. */
export const order = (id: string, over: object = {}) =>
  JSON.stringify({
    id,
    status: "paid",
    currency: "CNY",
    amount: "61.00",
    modified_at: "2026-11-24T10:05:00+08:00",
    paid_at: "2026-11-24T10:05:00+08:00",
    ...over,
  });
