import { afterEach, expect, test } from "vitest";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { startFakeBotApi } from "../../support/fake-bot-api.js";
import type { FaultKind } from "../../support/fake-bot-api-faults.js";
import { tally } from "../../support/tally.js";
import { BOSS, closeTowns, HQ, HQ2, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const AGENT = 10002;
/** How a notice begins, in either language. */
const NOTICE = /没能发到|Telegram refused/;
const notices = (town: Town, chat = BOSS) =>
  town.api.sent.flatMap(({ chat_id, text }) =>
    Number(chat_id) === chat && NOTICE.test(text) ? [text] : [],
  );
const refuse = (town: Town, fault: FaultKind, chat = HQ, times = 1000) =>
  town.api.fault("sendMessage", fault, times, 1, chat);
const failed = async ({ store }: Town) => (await store.counts()).failed;

/** A town whose operators have written to the bot, so that it may write to them. */
async function opened(options: Parameters<typeof openTown>[0] = {}): Promise<Town> {
  const town = await openTown(options);
  for (const operator of [BOSS, AGENT]) {
    town.api.say(operator, operator, "运营", "/whoami", true);
    await town.heard("tea-town", operator);
  }
  return town;
}

let members = 500;
/** Somebody, by default another member, asks something, and the answer meets a refusal. */
async function unanswered(town: Town, text = "有优惠吗", user = ++members): Promise<void> {
  const before = await failed(town);
  town.api.say(HQ, user, `客${user}`, text);
  await town.until("it was refused", async () => (await failed(town)) > before);
}

test.each([
  { fault: "topic_closed", why: "重新打开话题" },
  { fault: "withdrawn", why: "400 Bad Request: HIDE_REQUESTER_MISSING" },
] as const)(
  "an answer that meets $fault: operators hear in which group and why, once a day",
  async (given) => {
    const town = await opened();
    refuse(town, given.fault);
    await unanswered(town);
    await unanswered(town);
    await town.forward(10 * MINUTE);
    await unanswered(town);
    await town.forward(10 * MINUTE);
    for (const operator of [BOSS, AGENT]) {
      expect(notices(town, operator)).toHaveLength(1);
      expect(notices(town, operator)[0]).toContain("茶野福利1群");
      expect(notices(town, operator)[0]).toContain(given.why);
      expect(notices(town, operator)[0]).not.toContain("茶野福利2群");
    }
    expect(town.bugs).toEqual([]);
  },
);

test("a day begins where the brand is: not again at eight in the morning, but after midnight", async () => {
  const town = await opened({ at: Date.parse("2026-11-24T07:30:00+08:00") });
  refuse(town, "topic_closed");
  await unanswered(town, "/状态", BOSS);
  await town.forward(HOUR);
  await unanswered(town);
  await town.forward(15 * HOUR);
  expect(notices(town)).toHaveLength(1);
  await town.forward(HOUR);
  await unanswered(town);
  await town.forward(HOUR);
  expect(notices(town)).toHaveLength(2);
});

test("another cause on the same day is told too", async () => {
  const town = await opened();
  refuse(town, "topic_closed", HQ, 1);
  await unanswered(town);
  await town.forward(10 * MINUTE);
  refuse(town, "withdrawn", HQ, 1);
  await unanswered(town);
  await town.forward(10 * MINUTE);
  expect(notices(town)).toEqual([
    expect.stringContaining("话题已关闭"),
    expect.stringContaining("HIDE_REQUESTER_MISSING"),
  ]);
});

test("an English brand's operators read it in English", async () => {
  const town = await openTown({ edit: (text) => text.replace("locale: zh-CN", "locale: en") });
  town.api.say(BOSS, BOSS, "boss", "/whoami", true);
  await town.heard("tea-town", BOSS);
  refuse(town, "topic_closed");
  await unanswered(town);
  await town.forward(10 * MINUTE);
  expect(notices(town)).toEqual([
    expect.stringMatching(/1 group[^s].*\n\[茶野福利1群\] .*Reopen topic$/),
  ]);
});

test("a greeting and a scheduled text that are refused are told as well", async () => {
  const town = await opened({ at: Date.parse("2026-11-24T14:00:00+08:00") });
  refuse(town, "topic_closed");
  town.api.join(HQ, 501, "小雨");
  await town.until("the greeting was refused", async () => (await failed(town)) > 0);
  await town.forward(10 * MINUTE);
  expect(notices(town)).toHaveLength(1);
  // The post of half past two.
  refuse(town, "withdrawn", HQ2);
  await town.forward(HOUR);
  expect(notices(town)).toHaveLength(2);
  expect(notices(town)[1]).toContain("茶野福利2群");
});

test("twenty groups that refuse at once are told in one notice, each with its reason", async () => {
  const chats = Array.from({ length: 20 }, (_, n) => HQ - n);
  const api = await startFakeBotApi({});
  for (const chat of chats) api.addBot(chat, `chat ${chat}`);
  const more = chats.slice(2).map((chat, n) => {
    return `    more${n}: { platform: telegram, chat: "${chat}", pool: welfare }\n`;
  });
  const edit = (text: string) => text.replace("    lobby: {", `${more.join("")}    lobby: {`);
  const town = await opened({ api, edit });
  for (const [n, chat] of chats.entries())
    refuse(town, n % 2 === 0 ? "topic_closed" : "withdrawn", chat);
  for (let round = 0; round < 3; round++) {
    for (const chat of chats) api.say(chat, ++members, `客${members}`, "有优惠吗");
    await town.rest();
  }
  await town.until("all were refused", async () => (await failed(town)) === 60);
  await town.forward(HOUR);
  expect(notices(town)).toHaveLength(1);
  expect(notices(town)[0]).toContain("20 个群");
  const lines = notices(town)[0]?.split("\n").slice(1) ?? [];
  expect(new Set(lines).size).toBe(20);
  expect(lines.filter((line) => line.includes("重新打开话题"))).toHaveLength(10);
  expect(town.bugs).toEqual([]);
});

test("a group that is lost altogether has its own notice, and no second one", async () => {
  const town = await opened();
  refuse(town, "no_rights", HQ, 1);
  await unanswered(town);
  await town.heard("被禁言", BOSS);
  await town.forward(10 * MINUTE);
  expect(notices(town)).toEqual([]);
});

test("a broadcast tells of itself", async () => {
  const town = await opened();
  refuse(town, "topic_closed", HQ, 1);
  town.api.say(BOSS, BOSS, "老板", "/发言 all 店庆三天", true);
  await town.heard("两分钟内回复", BOSS);
  town.api.say(BOSS, BOSS, "老板", "/确认", true);
  await town.heard("没有发到", BOSS);
  await town.forward(10 * MINUTE);
  expect(notices(town)).toEqual([]);
  // What fails later is no broadcast.
  refuse(town, "topic_closed", HQ, 1);
  await unanswered(town);
  await town.forward(10 * MINUTE);
  expect(notices(town)).toHaveLength(1);
});

test("an operator whom nothing reaches is no news: no notice is told of a notice", async () => {
  const town = await opened();
  for (const fault of ["topic_closed", "withdrawn"] as const) refuse(town, fault, BOSS);
  refuse(town, "topic_closed");
  const before = town.api.calls.length;
  await unanswered(town);
  await town.forward(3 * HOUR);
  const tried = town.api.calls
    .slice(before)
    .filter(({ body }) => Number(body.chat_id) === BOSS && NOTICE.test(String(body.text)));
  expect(tried).toHaveLength(1);
  expect(notices(town, AGENT)).toHaveLength(1);
  expect(await failed(town)).toBe(2);
});

test("a group that is released before it is told keeps nothing from the others", async () => {
  const town = await opened();
  for (const chat of [HQ, HQ2]) refuse(town, "topic_closed", chat, 1);
  await unanswered(town);
  town.api.say(HQ2, ++members, `客${members}`, "有优惠吗");
  await town.until("both were refused", async () => (await failed(town)) === 2);
  town.api.say(HQ, BOSS, "老板", "/解绑");
  await town.heard("已解绑", HQ);
  expect(notices(town)).toEqual([]);
  await town.forward(10 * MINUTE);
  expect(notices(town)).toEqual([expect.stringContaining("茶野福利2群")]);
  expect(town.bugs).toEqual([]);
});

test("a group that joins while the notice is written is in it", async () => {
  const store = await openSqliteStore(":memory:", tally);
  const late = { group: "telegram:late", title: "晚到的群", why: "too_long" };
  let inTime = false;
  const busy: Store = {
    ...store,
    async commit(commit) {
      const tells = commit.changes.some(
        ({ op, ...of }) => op === "remove" && "kind" in of && of.kind === "refused",
      );
      if (tells && !inTime) {
        inTime = true;
        const [known] = await store.list("tea-town", "refused");
        const { key = "", rev = 0, due = 0 } = known ?? {};
        const value = { groups: [...(known?.value.groups ?? []), late] };
        const change = { op: "put", kind: "refused", key, value, rev, due } as const;
        await store.commit({ client: "tea-town", changes: [change], outbox: [], facts: [] });
      }
      return store.commit(commit);
    },
  };
  const town = await opened({ store: busy });
  refuse(town, "topic_closed");
  await unanswered(town);
  await town.forward(10 * MINUTE);
  expect(notices(town)).toEqual([expect.stringContaining("晚到的群")]);
  expect(town.bugs).toEqual([]);
});

/** A store that two processes have, one after the other; the first dies where it is told to. */
async function outliving() {
  const store = await openSqliteStore(":memory:", tally);
  const api = await startFakeBotApi({});
  for (const chat of [HQ, HQ2]) api.addBot(chat, `chat ${chat}`);
  let dies: "accepted" | "settled" | undefined;
  const died = () => Promise.reject(new Error("killed"));
  const kept: Store = { ...store, close: async () => {} };
  const mortal: Store = {
    ...kept,
    accept: async (events, now) => {
      const accepted = await store.accept(events, now);
      return dies && events.some(({ kind }) => kind === "message_refused") ? died() : accepted;
    },
    settle: (...given) => (dies ? died() : store.settle(...given)),
  };
  const edit = (text: string) => text.replace("on_uncertain: skip", "on_uncertain: resend");
  return {
    first: () => opened({ edit, api, store: mortal }),
    next: (after: Town) => openTown({ edit, api, store: kept, at: after.clock.now() + MINUTE }),
    die: (where: typeof dies) => {
      dies = where;
    },
  };
}

test.each(["accepted", "settled"] as const)(
  "killed before a refusal was handled, once it was %s: it is told once all the same",
  async (where) => {
    const { first, next, die } = await outliving();
    const town = await first();
    refuse(town, "topic_closed");
    die(where);
    town.api.say(HQ, ++members, `客${members}`, "有优惠吗");
    await town.until("it died", () => town.bugs.length > 0);
    await town.runtime.stop();
    expect(notices(town)).toEqual([]);
    const later = await next(town);
    await later.until("the answer is given up", async () => (await failed(later)) > 0);
    await later.forward(HOUR);
    await unanswered(later);
    await later.forward(HOUR);
    expect(notices(later)).toHaveLength(1);
    expect(later.bugs).toEqual([]);
  },
);

test("what waits to be told outlives a restart, and is told once", async () => {
  const { first, next } = await outliving();
  const town = await first();
  refuse(town, "topic_closed");
  await unanswered(town);
  await town.runtime.stop();
  expect(notices(town)).toEqual([]);
  const later = await next(town);
  await later.forward(HOUR);
  await unanswered(later);
  await later.forward(HOUR);
  expect(notices(later)).toHaveLength(1);
});
