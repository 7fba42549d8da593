import { describe, expect, test } from "vitest";
import { PlatformFailure, type Refusal } from "../../../src/core/errors.js";
import { createManualClock } from "../../../src/core/time/clock.js";
import { CLOSED_BREAKER } from "../../../src/domain/governor/breaker.js";
import { type NewRow, type Store, SYSTEM } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { MORNING, openGoverned, tight, wechat } from "../../support/governed.js";
import { tally } from "../../support/tally.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const post: Partial<NewRow> = { unasked: true, rank: 5, onUncertain: "skip" };
const command: Partial<NewRow> = { rank: 0 };
type Governed = Awaited<ReturnType<typeof openGoverned>>;
const breakerOpen = ({ store, clock }: Governed, days = 1) => {
  const at = clock.now();
  const opened = { at, until: at + days * DAY, by: "refused" } as const;
  const value = { ...CLOSED_BREAKER, openings: 1, opened };
  const change = { op: "put", kind: "breaker", key: "wechat", value } as const;
  return store.commit({ client: SYSTEM, changes: [change], outbox: [], facts: [] });
};
const waiting = async ({ store, clock }: Governed) =>
  (await store.waiting("wechat", 50)).map(({ to, due, why }) => [to.chat, due - clock.now(), why]);

test("what leaves keeps its gaps, and what waits says why and until when", async () => {
  const bot = await openGoverned();
  for (const chat of ["g1", "g2", "g3"]) await bot.add(chat);
  await bot.pump();
  expect(bot.left).toHaveLength(1);
  await bot.pass(20_000, 100);
  const [first = 0, second = 0, third = 0] = bot.left.map(({ after }) => after);
  for (const gap of [second - first, third - second]) {
    expect(gap).toBeGreaterThanOrEqual(2_000);
    expect(gap).toBeLessThanOrEqual(5_100);
  }
  expect(bot.bugs).toEqual([]);
});

test("an answer goes before a hundred posts, which leave it room by the hour too", async () => {
  const bot = await openGoverned({ limits: { ...tight, sameText: undefined } });
  for (let n = 0; n < 100; n++) await bot.add(`g${n}`, post);
  await bot.pass(25 * MINUTE, 2_000);
  const before = bot.left.length;
  expect(before).toBeGreaterThanOrEqual(20);
  await bot.add("g7", { text: "answer" });
  await bot.pass(6_000, 500);
  expect(bot.said().slice(before)).toContain("answer");
  expect(bot.said().indexOf("answer")).toBeLessThan(before + 2);
});

test("posts that found no room are put off together, and say so", async () => {
  const limits = { ...tight, unasked: [{ most: 2, withinMs: HOUR }] };
  const bot = await openGoverned({ limits });
  for (const chat of ["g1", "g2", "g3", "g4"]) await bot.add(chat, post);
  await bot.pass(10_000);
  expect(bot.left).toHaveLength(2);
  const rows = await waiting(bot);
  expect(rows.map(([chat, , why]) => [chat, why])).toEqual([
    ["g3", "governor:unasked:2:3600000:"],
    ["g4", "governor:unasked:2:3600000:"],
  ]);
  expect(await bot.governor.standing("")).toMatchObject({
    nobody: { why: { of: "unasked", most: 2 } },
    waiting: [{ n: 2, why: { of: "unasked", most: 2, withinMs: HOUR } }],
  });
  await bot.pass(HOUR + MINUTE, 10_000);
  expect(bot.left).toHaveLength(4);
});

test("a post that waits in a group for its text is not overtaken there by the next", async () => {
  const bot = await openGoverned({ limits: { ...tight, perGroup: undefined } });
  for (const chat of ["g1", "g2", "g3", "g4"]) await bot.add(chat, { ...post, text: "sale" });
  await bot.pass(15_000);
  await bot.add("g4", { ...post, text: "details" });
  await bot.add("g4", { text: "answer" });
  await bot.pass(MINUTE);
  expect(bot.said()).toEqual(["sale", "sale", "sale", "answer"]);
  await bot.pass(10 * MINUTE, 5_000);
  expect(bot.said().slice(4)).toEqual(["sale", "details"]);
});

test("quiet hours of the account keep posts, not answers, until the morning", async () => {
  const late = createManualClock(MORNING + 13.5 * HOUR);
  const bot = await openGoverned({ limits: { ...tight, quiet: wechat.quiet }, clock: late });
  await bot.add("g1", { ...post, text: "post" });
  await bot.add("g2", { text: "answer" });
  await bot.pass(MINUTE);
  expect(bot.said()).toEqual(["answer"]);
  await bot.pass(8 * HOUR, 10 * MINUTE);
  expect(bot.said()).toEqual(["answer", "post"]);
  expect(bot.clock.now()).toBe(MORNING + 21.5 * HOUR + MINUTE);
});

describe("while the breaker is open", () => {
  test("only what commands answer leaves, and the rest goes on when it has closed", async () => {
    const bot = await openGoverned();
    await breakerOpen(bot);
    await bot.add("g1", { ...post, text: "post" });
    await bot.add("g2", { text: "answer" });
    await bot.add("boss", { ...command, text: "status" });
    await bot.pass(HOUR, 10_000);
    expect(bot.said()).toEqual(["status"]);
    expect((await bot.governor.standing("")).breaker).toEqual({
      until: MORNING + DAY,
      by: "refused",
    });
    await bot.pass(23 * HOUR + MINUTE, 5 * MINUTE);
    expect(bot.said().sort()).toEqual(["answer", "post", "status"]);
  });

  test("somebody who closes it early lets the rest go within minutes", async () => {
    const bot = await openGoverned();
    await breakerOpen(bot);
    await bot.add("g1", post);
    await bot.pass(HOUR, MINUTE);
    const change = { op: "remove", kind: "breaker", key: "wechat" } as const;
    await bot.store.commit({ client: SYSTEM, changes: [change], outbox: [], facts: [] });
    await bot.pass(11 * MINUTE, 10_000);
    expect(bot.left).toHaveLength(1);
  });
});

describe("signs of distrust", () => {
  const refusal = (kind: Refusal["kind"], delivered: "no" | "maybe" = "no") =>
    new PlatformFailure({ kind, delivered, retryAfterMs: 99_000 } as Refusal, "no");
  test.each([
    ["a refusal", refusal("unknown"), "refused"],
    ["a limit", refusal("rate_limited"), "refused"],
    ["a ban in the group", refusal("forbidden"), "refused"],
    ["no answer", refusal("unknown", "maybe"), "failed"],
    ["nobody there", refusal("offline"), undefined],
    ["too long", refusal("too_long"), undefined],
    ["a group that is gone", refusal("gone"), undefined],
  ])("%s is told as %s", async (_name, failure, sign) => {
    const bot = await openGoverned({ perform: () => Promise.reject(failure) });
    await bot.add("g1");
    await bot.pump();
    const signs = bot.learned.flatMap((event) => (event.kind === "risk" ? event.sign : []));
    expect(signs).toEqual(sign === undefined ? [] : [sign]);
  });

  test("an own message that does not come back is one, and counts as sent", async () => {
    const bot = await openGoverned({ perform: async () => ({ echo: "missing" }) });
    await bot.add("g1");
    await bot.pump();
    expect(bot.learned).toMatchObject([{ kind: "risk", sign: "no_echo", account: "wechat" }]);
    expect(await bot.store.counts()).toMatchObject({ sent: 1 });
  });
});

test("what certainly did not leave takes no room, however often it is tried", async () => {
  const offline = new PlatformFailure({ kind: "offline", delivered: "no" }, "offline");
  const bot = await openGoverned({
    perform: (_action, n) => (n <= 60 ? Promise.reject(offline) : Promise.resolve({})),
  });
  await bot.add("g1");
  await bot.pass(HOUR, 5_000);
  expect(bot.left).toHaveLength(61);
  expect(await bot.store.ledger("wechat", 0)).toHaveLength(1);
});

test("another person behind the account begins as a new one does, with the breaker closed", async () => {
  const limits = { ...tight, warmUp: wechat.warmUp };
  const first = await openGoverned({ limits });
  await first.add("g1");
  await first.pump();
  await breakerOpen(first, 30);
  await first.pass(5 * DAY, HOUR);
  const { store, clock } = first;
  const same = await openGoverned({ limits, store, clock });
  expect(await same.governor.standing("")).toMatchObject({ ageDays: 5, percent: 30 });
  expect((await same.governor.standing("")).breaker).toBeDefined();
  const other = await openGoverned({ limits, store, clock, self: "wxid_new" });
  const standing = await other.governor.standing("");
  expect(standing).toMatchObject({ ageDays: 0, percent: 15 });
  expect(standing.breaker).toBeUndefined();
});

test("who is not logged in yet is taken for who was there", async () => {
  const limits = { ...tight, warmUp: wechat.warmUp };
  const first = await openGoverned({ limits });
  await first.pump();
  await first.pass(4 * DAY, HOUR);
  const { store, clock } = first;
  const before = await openGoverned({ limits, store, clock, self: "wechat" });
  expect(await before.governor.standing("")).toMatchObject({ ageDays: 4 });
  const after = await openGoverned({ limits, store, clock });
  expect(await after.governor.standing("")).toMatchObject({ ageDays: 4 });
});

test("a client's own limit holds as soon as its playbook is in use, for what was said before too", async () => {
  const bot = await openGoverned();
  for (const chat of ["g1", "g2"]) await bot.add(chat, post);
  await bot.pass(10_000);
  bot.reload({ tea: { acts: [], images: [], unasked: [{ most: 2, withinMs: HOUR }] } });
  await bot.add("g3", post);
  await bot.pass(MINUTE);
  expect(bot.left).toHaveLength(2);
  expect((await waiting(bot))[0]?.[2]).toBe("governor:unasked:2:3600000:tea");
  bot.reload({});
  await bot.pass(HOUR, MINUTE);
  expect(bot.left).toHaveLength(3);
});

test("looking something up has gaps and limits of its own, and takes nothing from messages", async () => {
  const bot = await openGoverned();
  const read = () => bot.governor.lookUp({ kind: "read", client: "tea", chat: "g1" });
  expect(await read()).toBeUndefined();
  const next = (await read()) ?? 0;
  expect(next - MORNING).toBeGreaterThanOrEqual(5_000);
  await bot.add("g1");
  await bot.pump();
  expect(bot.left).toHaveLength(1);
  bot.clock.set(next);
  expect(await read()).toBeUndefined();
  expect((await bot.store.ledger("wechat", 0)).map(({ kind }) => kind)).toEqual([
    "read",
    "text",
    "read",
  ]);
});

test("names are asked for in their gaps, and take half of the hour; an operator's wish waits for no gap", async () => {
  const reads = { ...tight.reads, most: [{ most: 20, withinMs: HOUR }] };
  const bot = await openGoverned({ limits: { ...tight, reads } });
  const name = () => bot.governor.lookUp({ kind: "name", chat: "g1" });
  const wish = () => bot.governor.lookUp({ kind: "look", for: "operators", chat: "g1" });
  let known = 0;
  for (let second = 0; second < 20 * 60; second++) {
    if ((await name()) === undefined) known += 1;
    bot.clock.set(bot.clock.now() + 1_000);
  }
  expect(known).toBe(10);
  expect(await name()).toBeGreaterThan(bot.clock.now() + 30 * MINUTE);
  expect(await bot.governor.lookUp({ kind: "read", chat: "g1" })).toBeUndefined();
  await breakerOpen(bot);
  for (let n = 0; n < 9; n++) expect(await wish()).toBeUndefined();
  expect(await wish()).toBeGreaterThan(bot.clock.now() + 30 * MINUTE);
  expect(await bot.store.ledger("wechat", 0)).toHaveLength(20);
});

test("what is planned says when each leaves, after what waits already and around what is planned", async () => {
  const bot = await openGoverned({
    limits: { ...tight, unasked: [{ most: 3, withinMs: HOUR }], perGroup: undefined },
  });
  await bot.add("h1", post);
  await bot.add("h2", { ...post, due: MORNING + 2 * HOUR });
  const act = (n: number) =>
    ({ kind: "text", for: "nobody", client: "tea", chat: `g${n}`, text: n }) as const;
  const acts = [1, 2, 3, 4].map((n) => ({ act: act(n), from: MORNING }));
  const { times } = await bot.governor.plan(acts);
  expect(times.map(({ at }) => Math.floor((at - MORNING) / HOUR))).toEqual([0, 0, 1, 1]);
  expect(bot.left).toEqual([]);
  await breakerOpen(bot);
  const silent = (await bot.governor.plan(acts)).times.map(({ at }) => at);
  expect(Math.min(...silent)).toBeGreaterThanOrEqual(MORNING + DAY);
});

test("in the middle of a flood an operator is answered within a gap, and again and again", async () => {
  const bot = await openGoverned({ limits: { ...wechat, warmUp: [{ untilDay: 9, percent: 15 }] } });
  for (let n = 0; n < 300; n++) await bot.add(`g${n}`, { text: "answer" });
  await bot.pass(20 * MINUTE, 500);
  // Of 36 an hour six are operators', and six what nobody asked for.
  expect(bot.left).toHaveLength(24);
  for (let n = 0; n < 6; n++) {
    await bot.add("boss", { ...command, text: `status ${n}` });
    await bot.pass(5_500, 500);
    expect(bot.said().at(-1)).toBe(`status ${n}`);
  }
  expect(bot.left).toHaveLength(30);
  expect(bot.bugs).toEqual([]);
});

test("what operators were answered before a flood takes nothing from what is kept for them in it", async () => {
  const bot = await openGoverned({ limits: { ...wechat, warmUp: [{ untilDay: 9, percent: 15 }] } });
  for (let n = 0; n < 10; n++) await bot.add("boss", command);
  await bot.pass(2 * MINUTE, 500);
  for (let n = 0; n < 100; n++) await bot.add(`g${n}`, { text: "answer" });
  await bot.pass(15 * MINUTE, 500);
  expect(bot.left).toHaveLength(24);
  for (let n = 0; n < 6; n++) {
    await bot.add("boss", { ...command, text: `status ${n}` });
    await bot.pass(5_500, 500);
    expect(bot.said().at(-1)).toBe(`status ${n}`);
  }
});

test("posts get their part though more is asked than may be answered; a wait says for what", async () => {
  const bot = await openGoverned({ limits: { ...wechat, warmUp: [{ untilDay: 9, percent: 15 }] } });
  for (let n = 0; n < 100; n++) await bot.add(`a${n}`, { text: "answer" });
  for (let n = 0; n < 8; n++) await bot.add(`p${n}`, { ...post, text: `post ${n}` });
  await bot.pass(20 * MINUTE, 500);
  expect(bot.said().filter((one) => one === "answer")).toHaveLength(24);
  expect(bot.said().filter((one) => one.startsWith("post"))).toHaveLength(6);
  const whys = new Set((await waiting(bot)).map(([, , why]) => why));
  expect([...whys]).toEqual(["governor:members:30:3600000:"]);
});

test("what is planned comes after the answers that wait, as it then does", async () => {
  const limits = { ...wechat, warmUp: [{ untilDay: 9, percent: 15 }] };
  const bot = await openGoverned({ limits });
  for (let n = 0; n < 40; n++) await bot.add(`a${n}`, { text: "answer" });
  const act = (n: number) =>
    ({ kind: "text", for: "nobody", client: "tea", chat: `g${n}`, text: n }) as const;
  const { times, ahead } = await bot.governor.plan(
    [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ act: act(n), from: MORNING })),
  );
  // Twenty-four of the forty leave at once, and the others as soon as they may.
  expect(ahead).toBe(40);
  const [first = 0, , , , , sixth = 0, seventh = 0] = times.map(({ at }) => at - MORNING);
  expect(first).toBeGreaterThan(50_000);
  expect(sixth).toBeLessThan(3 * MINUTE);
  expect(seventh).toBeGreaterThanOrEqual(HOUR);
  expect(times[6]?.why).toMatchObject({ of: "members", most: 30, withinMs: HOUR });
});

test("a row whose claim is over goes back, and is said in its turn", async () => {
  const real = await openSqliteStore(":memory:", tally);
  let issued = 0;
  const issue: Store["issue"] = async (...given) => issued++ > 0 && real.issue(...given);
  const bot = await openGoverned({ store: { ...real, issue } });
  await bot.add("g1");
  await bot.pump();
  await bot.pass(10_000);
  expect(bot.left).toHaveLength(1);
  expect(await real.counts()).toMatchObject({ sent: 1, failed: 0 });
  expect(bot.bugs).toEqual([]);
});

test("while one is on its way the next is not claimed, though its time has come", async () => {
  let answer = (_: object): void => {};
  const perform = () =>
    new Promise<object>((resolve) => {
      answer = resolve;
    });
  const bot = await openGoverned({ perform });
  for (const chat of ["g1", "g2"]) await bot.add(chat);
  expect(await bot.begin()).toBe(1);
  while (bot.left.length === 0) await new Promise((resolve) => setImmediate(resolve));
  bot.clock.set(bot.clock.now() + 30_000);
  expect(await bot.begin()).toBe(0);
  answer({});
  while ((await bot.begin()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  while (bot.left.length === 1) await new Promise((resolve) => setImmediate(resolve));
  answer({});
});
