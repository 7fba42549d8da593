import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { importFile } from "../../../src/cli/orders.js";
import { listOrders } from "../../../src/cli/orders-list.js";
import type { Order, OrderNotice } from "../../../src/domain/order/order.js";
import { importOrders } from "../../../src/features/order/import/import.js";
import { orderSink } from "../../../src/features/order/order-sink.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { PLAYBOOKS, testConfig } from "../../support/config.js";
import { tally } from "../../support/tally.js";
import { SHOP_SECRET, SHOP_VARIABLE } from "../../support/tea.js";
import { BOSS, closeTowns, HQ, memberId, openTown, type Town } from "../../support/town.js";

const folders: string[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  await closeTowns();
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "suanpan-sources-"));
  folders.push(made);
  return made;
}

const CLIENT = "tea-town";
const SOURCES = `  sources:
    shop: { kind: shopify, secret: env:SUANPAN_TEA_TOWN_SHOP_SECRET }
    weixin: { kind: wechat-shop, app_id: wx1, token: env:SUANPAN_TEA_TOWN_SHOP_SECRET, aes_key: env:SUANPAN_TEA_TOWN_SHOP_SECRET }`;
const withSources = (text: string) =>
  text.replace("  typed: { tags: [drink] }", `  typed: { tags: [drink] }\n${SOURCES}`);

/** A notice of a shop, as its webhook hands it on. */
async function tell(town: Town, notice: OrderNotice): Promise<void> {
  const { source } = notice.kind === "order" ? notice.order : notice.event;
  const place = { platform: source, chat: `${CLIENT}/${source}`, direct: false };
  const head = { platform: source, account: place.chat, at: town.clock.now(), place };
  const id = `${source}-${JSON.stringify(notice)}`;
  await town.runtime.receive([{ ...head, id, kind: "order", client: CLIENT, notice }]);
  await town.rest();
}

/** `orders import --source`, on the store of a running town. */
async function load(town: Town, source: string, kind: string, rows: readonly string[]) {
  const path = join(await folder(), "orders.csv");
  await writeFile(path, rows.join("\n"));
  return importOrders(path, orderSink(town, CLIENT), {
    ...{
      source,
      kind,
      currency: "CNY",
      zone: "Asia/Shanghai",
      hashPhone: (phone: string) => ({ phone }),
    },
    now: town.clock.now(),
  });
}

const at = (clock: string) => Date.parse(`2026-11-24T${clock}+08:00`);
const paid = (over: Partial<Order> = {}): OrderNotice => ({
  kind: "order",
  order: {
    ...{ source: "shop", id: "5001", state: "paid", currency: "CNY", amount: 6100 },
    ...{ paidAt: at("09:30:00"), modifiedAt: at("09:30:00"), ids: {}, refunds: [] },
    ...over,
  },
});
const HEADER = "订单号,实付金额,付款时间,更新时间,订单状态,platform_id,商品名称";
const sums = async ({ store }: Town, kind: string) =>
  (await store.facts(CLIENT, kind)).map(({ member, data }) => [member, data?.order, data?.amount]);

test("an order that a webhook and a file tell of is one order, and counts once", async () => {
  const town = await openTown({ edit: withSources });
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  // The webhook knows no member; the file's column does.
  await tell(town, paid());
  expect(await sums(town, "ordered")).toEqual([]);
  const row = `5001,61.00,2026-11-24 09:30:00,,已付款,${memberId(501)},茉莉青`;
  const report = await load(town, "shop", "shopify", [HEADER, row]);
  expect(report).toMatchObject({ fresh: 0, changed: 1 });
  expect(await load(town, "shop", "shopify", [HEADER, row])).toMatchObject({ same: 1 });
  // Later the webhook says it again, without what the file filled in.
  await tell(town, paid({ modifiedAt: at("09:50:00") }));
  expect((await town.store.list(CLIENT, "order")).map(({ key }) => key)).toEqual(["shop/5001"]);
  expect(await sums(town, "ordered")).toEqual([[memberId(501), "shop/5001", 6100]]);
  expect(await sums(town, "recounted")).toEqual([]);
  expect(town.bugs).toEqual([]);
});

test("the later of both counts, and a status never goes back", async () => {
  const town = await openTown({ edit: withSources });
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  const ids = { platforms: [memberId(501)] };
  await tell(town, paid({ ids }));
  const later = "5001,56.00,,2026-11-24 09:40:00,待付款,,";
  await load(town, "shop", "shopify", [HEADER, later]);
  // It stays paid, with the file's amount; an older notice is late, a newer one counts.
  expect(await sums(town, "recounted")).toEqual([[memberId(501), "shop/5001", -500]]);
  await tell(town, paid({ ids, amount: 9900, modifiedAt: at("09:35:00") }));
  expect(await sums(town, "recounted")).toHaveLength(1);
  await tell(town, paid({ ids, amount: 6100, modifiedAt: at("09:45:00") }));
  expect(await sums(town, "recounted")).toContainEqual([memberId(501), "shop/5001", 500]);
  await load(town, "shop", "shopify", [
    HEADER,
    "5001,61.00,2026-11-24 09:30:00,2026-11-24 09:41:00,已取消,,",
  ]);
  expect(await sums(town, "recounted")).toContainEqual([memberId(501), "shop/5001", -6100]);
  await tell(town, paid({ ids, modifiedAt: at("09:55:00") }));
  expect(await sums(town, "recounted")).toHaveLength(3);
});

test("an order of 微信小店 waits for its amount, and a foreign one is shown as such", async () => {
  const town = await openTown({ edit: withSources });
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  const event = {
    ...{ source: "weixin", id: "3705115058471208928", at: at("09:30:00"), what: "paid" as const },
    ids: { platforms: [memberId(501)] },
  };
  await tell(town, { kind: "event", event });
  await tell(town, { kind: "event", event: { ...event, id: "3705115058471208929", ids: {} } });
  await tell(town, paid({ currency: "USD" }));
  town.api.say(HQ, BOSS, "老板", "/订单");
  const said = await town.heard("shop/5001", HQ);
  expect(said?.text).toContain("shop/5001 | 61.00 USD（外币，不计入金额）");
  expect(said?.text).toContain("weixin/3705115058471208929 | 金额未知");
  // It is known to be a member's and paid, but counts for nothing, not even for a zero.
  expect(await sums(town, "ordered")).toEqual([]);
  const row = "3705115058471208928,61.00,2026-11-24 09:30:05,,待发货,,茉莉青";
  expect(await load(town, "weixin", "wechat-shop", [HEADER, row])).toMatchObject({ changed: 1 });
  expect(await sums(town, "ordered")).toEqual([
    [memberId(501), "weixin/3705115058471208928", 6100],
  ]);
  expect(town.bugs).toEqual([]);
});

async function commandLine() {
  const home = await folder();
  await cp(PLAYBOOKS, join(home, "playbooks"), { recursive: true });
  const playbook = join(home, "playbooks/tea-town/playbook.yaml");
  await writeFile(playbook, withSources(await readFile(playbook, "utf8")));
  const file = join(home, "bot.db");
  const config = testConfig({
    ...{ SUANPAN_STORE: `sqlite:${file}`, SUANPAN_PLAYBOOKS: join(home, "playbooks") },
    ...{ [SHOP_VARIABLE]: SHOP_SECRET, LANG: "en" },
  });
  let said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const csv = join(home, "orders.csv");
  const run = async (rows: readonly string[], source?: string) => {
    said = "";
    await writeFile(csv, rows.join("\n"));
    const options = { client: CLIENT, ...(source ? { source } : {}) };
    return { code: await importFile(csv, options, config), said };
  };
  const keys = async () => {
    const store = await openSqliteStore(file, tally);
    const orders = await store.list(CLIENT, "order");
    await store.close();
    return orders.map(({ key }) => key);
  };
  const list = async () => {
    said = "";
    await listOrders({ client: CLIENT, limit: "9" }, config);
    return said;
  };
  return { run, keys, list };
}

test("a file without --source doesn't count a shop's orders again", async () => {
  const { run, keys } = await commandLine();
  const first = [HEADER, "5001,61.00,2026-11-20 09:30:00,,,,"];
  const both = [...first, "5002,52.00,2026-11-20 09:31:00,,,,"];
  expect((await run(first, "shop")).code).toBe(0);
  const held = await run(both);
  expect(held.code).toBe(1);
  expect(held.said).toContain("1 new");
  expect(held.said).toContain(
    "1 order was not taken in: shop has an order with this id, and it might count twice. If it is the same, import with --source shop",
  );
  expect(await keys()).toEqual(["csv/5002", "shop/5001"]);
  // Whoever says that they are others is believed; whoever finds out later is told how to mend it.
  expect((await run(first, "csv")).code).toBe(0);
  expect(await keys()).toEqual(["csv/5001", "csv/5002", "shop/5001"]);
  const twice = await run(both, "shopify");
  expect(twice.code).toBe(1);
  expect(twice.said).toContain("2 orders count twice");
  const off = [HEADER, ...both.slice(1).map((row) => row.replace(":00,,,,", ":00,,已取消,,"))];
  expect((await run(off, "csv")).said).toContain("2 changed");
});

test.each(["amazon", "generic", "Shop"])("--source %s is none of the playbook's", async (name) => {
  const { run } = await commandLine();
  await expect(run([HEADER], name)).rejects.toMatchObject({
    code: "ORDER_SOURCE",
    params: { value: name, known: "shop (shopify), weixin (wechat-shop), csv" },
  });
});

test("Shopify's export needs its ids to meet Shopify's orders; foreign orders are listed as such", async () => {
  const { run, keys, list } = await commandLine();
  const head =
    "Name,Financial Status,Paid at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price";
  const row = "#1001,paid,2026-10-07 09:50:26 +0200,USD,56.00,1,Mug,56.00";
  await expect(run([head, row], "shop")).rejects.toMatchObject({ code: "CSV_SHOPIFY_ID" });
  const more = "#1001,,,,,1,Tote,0.00,";
  const { code, said } = await run([`${head},Id`, `${row},5001`, more], "shop");
  expect([code, said]).toEqual([
    0,
    "2 rows: 1 new, 0 changed, 0 known already, 0 refused; 1 more row is a further item of an order\n",
  ]);
  expect(await keys()).toEqual(["shop/5001"]);
  expect(await list()).toContain("shop/5001 | 2026-10-07 15:50 | 56.00 USD (foreign) | paid");
});
