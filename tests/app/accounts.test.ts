import { afterEach, expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { row } from "../store/samples.js";
import type { FakeBotApi } from "../support/fake-bot-api.js";
import { tally } from "../support/tally.js";
import { BOSS, closeBots, FREE, openTwoBots, PETS, SHOP, TEA } from "../support/two-bots.js";

afterEach(closeBots);

const texts = ({ sent }: FakeBotApi) => sent.map(({ text }) => text);

test("each brand speaks by its own account, to a group and to whoever writes directly", async () => {
  const bots = await openTwoBots();
  const { first, shop, until, rest, store } = bots;
  first.say(TEA, 501, "小雨", "几点开门");
  shop.say(PETS, 501, "小雨", "几点开门");
  await until("both answer", () => first.sent.length + shop.sent.length === 2);
  expect([texts(first), texts(shop)]).toEqual([["tea九点开门"], ["pets九点开门"]]);
  // Seen last by the pet shop, but it was the tea's bot that was written to.
  first.say(501, 501, "小雨", "几点开门", true);
  shop.say(501, 501, "小雨", "几点", true);
  await until("both answer", () => first.sent.length + shop.sent.length === 4);
  expect([texts(first).at(-1), texts(shop).at(-1)]).toEqual(["tea九点开门", "pets九点开门"]);
  // Who knows only the tea learns nothing of the pets from their bot.
  first.say(TEA, 502, "阿明", "hi");
  await rest();
  shop.say(502, 502, "阿明", "几点开门", true);
  await rest();
  expect(shop.sent).toHaveLength(2);
  expect((await store.get("tea", "group", `telegram:${TEA}`))?.value.account).toBe("telegram");
  expect((await store.get("pets", "group", `${SHOP}:${PETS}`))?.value.account).toBe(SHOP);
});

test("a command is answered by the account that heard it, and confirmed only there", async () => {
  const { first, shop, until, rest } = await openTwoBots();
  shop.say(BOSS, BOSS, "老板", "/发言 @pets all 今晚上新", true);
  await until("it is shown", () => texts(shop).some((text) => text.includes("今晚上新")));
  first.say(BOSS, BOSS, "老板", "/确认", true);
  await until("there is nothing to confirm there", () => first.sent.length === 1);
  await rest();
  expect(shop.sent).toHaveLength(1);
  shop.say(BOSS, BOSS, "老板", "/确认", true);
  await until("it is said in the group", () =>
    shop.sent.some(({ chat_id }) => Number(chat_id) === PETS),
  );
  expect(first.sent).toHaveLength(1);
});

test("a chat with both bots is bound by the one that heard it first, and only that one answers", async () => {
  const { first, shop, store, until, rest } = await openTwoBots();
  first.say(FREE, BOSS, "老板", "/绑定 tea all");
  await until("it is bound", () => first.sent.length === 1);
  shop.say(FREE, BOSS, "老板", "/绑定 tea all");
  shop.say(FREE, BOSS, "老板", "/状态");
  await rest();
  expect(texts(shop)).toEqual([]);
  shop.say(FREE, BOSS, "老板", "/绑定@fake_bot pets all");
  await until("it is asked by name", () => shop.sent.length === 1);
  const bindings = (await store.list("@system", "binding")).map(({ key, value }) => [
    key,
    value.client,
  ]);
  expect(bindings).toEqual(
    expect.arrayContaining([
      [`telegram:${FREE}`, "tea"],
      [`${SHOP}:${FREE}`, "pets"],
    ]),
  );
});

test("a brand on both accounts answers whoever writes by the one that was written to", async () => {
  const { first, shop, until, rest } = await openTwoBots();
  shop.say(FREE, BOSS, "老板", "/绑定 tea all");
  await until("it is bound", () => shop.sent.length === 1);
  first.say(TEA, 501, "小雨", "hi");
  await rest();
  shop.say(501, 501, "小雨", "几点开门", true);
  await until("it answers", () => first.sent.length + shop.sent.length === 2);
  expect([texts(first), texts(shop).slice(1)]).toEqual([[], ["tea九点开门"]]);
});

test("one account's limit keeps the other waiting for nothing", async () => {
  const { first, shop, until, store } = await openTwoBots();
  first.fault("sendMessage", "rate_limited", 1, 600);
  first.say(TEA, 501, "小雨", "几点开门");
  await until("it was refused", () => first.calls.some(({ method }) => method === "sendMessage"));
  for (const [user, name] of [
    [502, "阿明"],
    [503, "阿丽"],
  ] as const)
    shop.say(PETS, user, name, "几点");
  await until("the other answers", () => shop.sent.length > 0);
  expect(first.sent).toHaveLength(0);
  expect((await store.counts({ accounts: ["telegram"] })).waiting).toBe(1);
  expect((await store.counts({ accounts: [SHOP] })).waiting).toBe(0);
});

test("a conflict ends one account, which sends no more; the other goes on, and /status tells of both", async () => {
  const { first, shop, until, lost, platforms, store } = await openTwoBots();
  await until("both are well", () => platforms.every((one) => one.health().ok));
  shop.fault("getUpdates", "conflict", 10_000);
  shop.join(PETS, 7, "m7");
  await until("it is given up", () => lost.length > 0);
  expect(lost).toEqual(["TELEGRAM_CONFLICT"]);
  const now = Date.parse("2026-11-24T10:00:00+08:00");
  const outbox = [row("held", String(PETS), { account: SHOP, due: now, expires: now + 9e9 })];
  await store.commit({ client: "pets", changes: [], facts: [], outbox });
  first.say(BOSS, BOSS, "老板", "/状态", true);
  await until("the other answers", () => first.sent.length === 1);
  const [status = ""] = texts(first);
  expect(status).toMatch(/^telegram: 正常/m);
  expect(status).toMatch(/^telegram:shop: 异常.*同一个令牌/m);
  expect(status).toContain("待发 1，");
  expect(shop.sent).toEqual([]);
});

test("an account whose token is refused leaves the other at work; when none is left the start fails", async () => {
  const { first, until, lost, platforms } = await openTwoBots({ tokens: ["42:first", "43:wrong"] });
  expect(lost).toEqual([`${SHOP} TELEGRAM_TOKEN_REFUSED`]);
  expect(platforms[1]?.health()).toMatchObject({ ok: false, lost: "TELEGRAM_TOKEN_REFUSED" });
  first.say(TEA, 501, "小雨", "几点开门");
  await until("the other answers", () => first.sent.length === 1);
  const none = openTwoBots({ tokens: ["42:wrong", "43:wrong"] });
  await expect(none).rejects.toMatchObject({ code: "TELEGRAM_TOKEN_REFUSED" });
});

test("a start takes up what its own accounts left, and leaves the rest to whoever owns it", async () => {
  const store = await openSqliteStore(":memory:", tally);
  const at = Date.parse("2026-11-24T10:00:00+08:00");
  const rows = ["telegram", SHOP, "telegram:elsewhere"].map((account) =>
    row(account, String(account === SHOP ? PETS : TEA), { account, due: at, expires: at + 9e9 }),
  );
  await store.commit({ client: "tea", changes: [], facts: [], outbox: rows });
  for (const { account } of rows) {
    await store.claim({ account, now: at, monotonic: at, limit: 1, leaseMs: 9e9, busy: [] });
  }
  const heard = ["telegram", "telegram:elsewhere"].map((account) => ({
    ...({
      id: "1",
      kind: "message",
      platform: "telegram",
      account,
      at,
      messageId: "1",
      toBot: false,
    } as const),
    place: { platform: "telegram", chat: String(TEA), direct: false },
    ...{ person: { user: "501", name: "小雨" }, text: "hi" },
  }));
  await store.accept(heard, at);
  const { first, shop, until } = await openTwoBots({ store });
  await until("both are sent", () => first.sent.length + shop.sent.length === 2);
  expect([texts(first), texts(shop)]).toEqual([["telegram"], [SHOP]]);
  const theirs = { accounts: ["telegram:elsewhere"] };
  expect(await store.unhandled(theirs)).toHaveLength(1);
  expect(await store.recover(theirs)).toBe(1);
});
