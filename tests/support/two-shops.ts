import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { openPlaybooks } from "../../src/app/open-playbooks.js";
import { BrokenFiles } from "../../src/app/playbook-files.js";
import { createRuntime } from "../../src/app/runtime.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { type AccountLimits, limitsOf } from "../../src/domain/governor/limits.js";
import type { OrderNotice } from "../../src/domain/order/order.js";
import { createSandbox, type Heard } from "../../src/platform/sandbox/platform.js";
import { playbookEnv } from "../../src/playbook/read/env.js";
import { SqliteFile } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { OPENED } from "./corner.js";
import { tally } from "./tally.js";

/** In every name and text of the second shop, and nowhere else. */
export const CANARY = "qxj";
/** What nobody has: a word like it. */
export const NOBODYS = "wvk";

/** Whatever a shop can have, each name and text of it with a word of its own. */
const playbookOf = (own: string) => ({
  ...{ version: 1, client: `${own}-shop`, brand: `${own} brand`, timezone: "Asia/Shanghai" },
  ...{ currency: "CNY", locale: "en", persona: `${own}-voice` },
  operators: { [`${own}-boss`]: { sandbox: `${own}-boss`, role: "owner" } },
  groups: {
    pools: {
      [`${own}-pool`]: { title: `${own} group {{ n }}` },
      [`${own}-branch`]: { title: `${own} branch {{ n }}` },
    },
    chats: {
      [`${own}-one`]: { platform: "sandbox", chat: `${own}-home`, pool: `${own}-pool` },
      [`${own}-two`]: { platform: "sandbox", chat: `${own}-yard`, pool: `${own}-pool` },
    },
  },
  opt_out: { words: ["TD"], say: `${own}-bye` },
  replies: { [`${own}-hours`]: { when: { keywords: [`${own} hours`] }, say: `${own}-hours` } },
  scripts: {
    [`${own}-welcome`]: { on: "joined", once: "per_member", steps: [{ say: `${own}-greet` }] },
    [`${own}-gift`]: {
      ...{ on: "said", when: { keywords: [`${own} gift`] }, once: "per_member" },
      steps: [{ grant: `${own}-coupon`, say: `${own}-gift` }, { tag: `${own}-tag` }],
    },
  },
  schedule: { [`${own}-noon`]: { at: "14:30", pool: `${own}-pool`, say: `${own}-noon` } },
  promos: {
    [`${own}-promo`]: {
      ...{ title: `${own} off`, spend: "60.00", give: { off: "5.00" }, budget: "9000.00" },
    },
  },
  coupons: {
    [`${own}-coupon`]: {
      promo: `${own}-promo`,
      code: { prefix: own.slice(0, 2).toUpperCase(), length: 10 },
      valid: "72h",
      max: 100,
    },
  },
  points: { check_in: { give: 5 }, orders: { every: "10.00", give: 1 } },
  orders: {
    sources: { own: { kind: "generic", secret: `env:SUANPAN_${own.toUpperCase()}_SHOP_SECRET` } },
    typed: { tags: [`${own}-drink`] },
    margin: "0.62",
  },
  entry: { url: `https://${own}.example`, sources: { [`${own}-booth`]: `${own} fair` } },
  heuristics: {
    [`${own}-rule`]: { master: `${own} master`, claim: `${own} claim`, confidence: 0.9 },
  },
  experiments: {
    [`${own}-trial`]: {
      ...{ heuristic: `${own}-rule`, favours: `${own}-low`, design: "switchback", horizon: "28d" },
      arms: {
        [`${own}-low`]: {},
        [`${own}-high`]: { [`promos.${own}-promo.spend`]: "65.00" },
      },
      ...{ primary: "margin_per_member", guardrails: ["leave_rate"], smallest_interesting: 0.05 },
    },
  },
});
/** An account with a governor that holds nothing back. */
const WIDE: AccountLimits = {
  ...(limitsOf("wechat") as AccountLimits),
  gap: { leastMs: 0, spreadMs: 0 },
  acts: [{ most: 1_000_000, withinMs: 86_400_000 }],
  unasked: [{ most: 1_000_000, withinMs: 86_400_000 }],
  ...{ kinds: {}, sameText: undefined, perGroup: undefined, quiet: undefined, warmUp: [] },
};
const LINES = ["bye", "hours", "greet", "gift", "noon"];
const personaOf = (own: string) => ({
  ...{ version: 1, id: `${own}-voice`, name: `${own}ada`, kind: "person" },
  pacing: { min: "0s", max: "0s" },
  lines: {
    ...Object.fromEntries(LINES.map((name) => [`${own}-${name}`, `${own} ${name}`])),
    disclosure: `${own} is a bot`,
  },
});

/** What a shop has by name, each with its own word and a hyphen before it. */
export const NAMES: readonly string[] = [
  ...["shop", "voice", "pool", "promo", "coupon", "noon", "gift", "trial", "rule", "booth"],
  ...["mia", "boss", "home"],
];

/** All but how often a record was written: it is, with what stands there, at each reload. */
const columnsOf = (db: Database, table: string): string =>
  db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?)")
    .pluck()
    .all(table)
    .filter((name) => name !== "rev")
    .join(", ");

/** All that stands in a database of the second shop, and of it for no shop. */
export function othersIn(copy: string): string {
  const db = new SqliteFile(copy);
  try {
    const tables = ["records", "counters", "facts", "outbox", "versions", "rollups"];
    const rows = tables.map((table) => [
      table,
      db
        .prepare(`SELECT ${columnsOf(db, table)} FROM ${table} WHERE client = ?`)
        .all(`${CANARY}-shop`),
    ]);
    const shared = db
      .prepare("SELECT kind, key, value FROM records WHERE client = '@system'")
      .all()
      .filter((row) => JSON.stringify(row).includes(CANARY));
    return JSON.stringify([...rows, ["shared", shared]], null, 1);
  } finally {
    db.close();
  }
}

/** Two shops of one agency in one process, each with members, orders, coupons, points and a running experiment. */
export async function openTwoShops() {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-two-shops-"));
  const write = (path: string, value: unknown) =>
    writeFile(join(folder, path), typeof value === "string" ? value : JSON.stringify(value));
  for (const own of ["tea", CANARY]) {
    await mkdir(join(folder, "playbooks", `${own}-shop`), { recursive: true });
    await mkdir(join(folder, "personas"), { recursive: true });
    await write(`playbooks/${own}-shop/playbook.yaml`, playbookOf(own));
    await write(`personas/${own}-voice.yaml`, personaOf(own));
  }
  const secrets: Record<string, string> = {
    SUANPAN_TEA_SHOP_SECRET: "tea secret",
    SUANPAN_QXJ_SHOP_SECRET: "qxj secret",
  };
  const env = playbookEnv((name) => secrets[name]);
  const folders = {
    playbooks: join(folder, "playbooks"),
    personas: join(folder, "personas"),
    ...{ lang: "en" as const, env },
  };
  const { playbooks, files } = await openPlaybooks(folders).catch((error: unknown) => {
    throw error instanceof BrokenFiles ? new Error(error.lines.join("\n")) : error;
  });
  const clock = createManualClock(OPENED);
  const database = join(folder, "shops.db");
  const store = await openSqliteStore(database, tally);
  const heard: Heard[] = [];
  const bugs: unknown[] = [];
  const sandbox = createSandbox({ now: clock.now, heard: (one) => heard.push(one), run: "1" });
  const runtime = createRuntime({
    ...{ store, clock, playbooks, files, platforms: [sandbox], owner: "sandbox:agency" },
    limits: () => WIDE,
    onBug: (what, error) => bugs.push([what, error]),
  });
  await runtime.start();
  /** What was said anywhere since this was asked last. */
  const answers = () => heard.splice(0);
  const pump = async () => {
    await runtime.pump();
    // Whoever types much is answered late, and limits leave nothing out.
    clock.set(clock.now() + 1_000);
  };
  const says = async (chat: string, who: string, text: string, direct = false) => {
    await sandbox.say({ platform: "sandbox", chat, direct }, who, text);
    await pump();
  };
  const orders = async (own: string, id: string, coupons: readonly string[] = []) => {
    const client = `${own}-shop`;
    const notice: OrderNotice = {
      kind: "order",
      order: {
        ...{ source: "own", id, state: "paid", currency: "CNY", amount: 7_000, refunds: [] },
        ...{ paidAt: clock.now(), modifiedAt: clock.now() },
        ids: { coupons, platforms: [`sandbox:${own}-mia`] },
      },
    };
    const place = { platform: "shop", chat: `${client}/own`, direct: false };
    const head = { id: `own:${id}`, platform: "shop", account: `shop:${client}` };
    await runtime.receive([{ ...head, at: clock.now(), place, kind: "order", client, notice }]);
    await pump();
  };
  async function live(own: string): Promise<void> {
    for (const who of ["boss", "mia", "leo"]) await sandbox.join(`${own}-home`, `${own}-${who}`);
    await says(`${own}-home`, `${own}-mia`, `${own} gift`);
    await says(`${own}-home`, `${own}-leo`, "签到");
    await says(`${own}-home`, `${own}-mia`, `#接龙 ${own} drink 18x2`);
    await orders(own, `${own}-1`);
    for (const typed of [
      `/points add ${own}-mia 10 ${own} thanks`,
      `/experiment start ${own}-trial`,
    ])
      await says(`${own}-boss`, `${own}-boss`, typed, true);
    await says(`${own}-boss`, `${own}-boss`, "/yes", true);
  }
  await live("tea");
  await live(CANARY);
  answers();
  return {
    ...{
      store,
      runtime,
      clock,
      sandbox,
      playbooks,
      bugs,
      folders,
      database,
      says,
      orders,
      answers,
    },
    /** All that is the second shop's, as it stands. */
    others: async () => {
      const copy = `${database}.copy`;
      await rm(copy, { force: true });
      await store.backUp?.(copy, () => {});
      return othersIn(copy);
    },
    close: async () => {
      await runtime.stop();
      await store.close();
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
