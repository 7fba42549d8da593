import { afterEach, expect, test } from "vitest";
import { closeTowns, HQ, memberId, openTown } from "../support/town.js";

afterEach(closeTowns);

test("a person joins by Telegram and is welcomed, a keyword is answered once per cooldown", async () => {
  const { api, heard, rest, since, forward } = await openTown();
  api.join(HQ, 501, "小雨");
  await heard("小雨", HQ);
  api.say(HQ, 501, "小雨", "有优惠吗");
  await heard("优惠", HQ);
  api.say(HQ, 501, "小雨", "优惠呢");
  await rest();
  expect(since()).toEqual([]);
  await forward(11 * 60_000);
  api.say(HQ, 501, "小雨", "现在有优惠吗");
  await heard("优惠", HQ);
});

test("a script waits, asks, branches, and tells the operator", async () => {
  const { api, heard, forward } = await openTown();
  api.say(10001, 10001, "老板", "/whoami", true);
  await heard("owner");
  api.join(HQ, 501, "小雨");
  await heard("小雨");
  await forward(31 * 60_000);
  await heard("茉莉青", HQ);
  api.say(HQ, 501, "小雨", "看着不错");
  await heard("糖", HQ).catch(() => heard("甜", HQ));
  api.say(HQ, 501, "小雨", "七分");
  await heard("七分", HQ);
  await heard("口味：七分", 10001);
});

test("a schedule fires at its time, once in each group", async () => {
  const { api, forward, since } = await openTown();
  await forward(4.5 * 3_600_000 - 60_000);
  expect(since()).toEqual([]);
  await forward(120_000);
  const chats = api.sent.map(({ chat_id }) => Number(chat_id)).sort();
  expect(new Set(chats).size).toBe(2);
  expect(chats).toHaveLength(2);
  await forward(3_600_000);
  expect(api.sent).toHaveLength(2);
});

test("an operator pauses and resumes; a stranger's command gets no answer, nor any hint", async () => {
  const { api, heard, rest, since } = await openTown();
  api.say(HQ, 501, "小雨", "/status");
  api.say(HQ, 501, "小雨", "／暂停");
  await rest();
  expect(since()).toEqual([]);
  api.say(HQ, 10001, "老板", "/暂停");
  await heard("已暂停");
  api.say(HQ, 501, "小雨", "有优惠吗");
  await rest();
  expect(since()).toEqual([]);
  api.say(HQ, 10001, "老板", "/恢复");
  await heard("已恢复");
  api.say(HQ, 501, "小雨", "有优惠吗");
  await heard("优惠");
});

test("a message that breaks a handler is set aside, shown, retried, and the loop goes on", async () => {
  // What breaks is the store of this process.
  const { api, heard, store, bugs, until } = await openTown({ alive: true });
  const commit = store.commit;
  Object.assign(store, {
    commit: async (one: Parameters<typeof commit>[0]) => {
      if (one.facts.some(({ member }) => member === memberId(666))) throw new Error("a bug");
      return commit(one);
    },
  });
  api.say(HQ, 666, "坏消息", "有优惠吗");
  await until("the event is set aside", async () => (await store.counts()).deadLetters === 1);
  expect(bugs).toHaveLength(1);
  api.say(HQ, 501, "小雨", "有优惠吗");
  await heard("优惠", HQ);
  Object.assign(store, { commit });
  api.say(HQ, 10001, "老板", "/状态");
  const status = await heard("搁置");
  const seq = /搁置 #(\d+)/.exec(status?.text ?? "")?.[1];
  api.say(HQ, 10001, "老板", `/重试 ${seq}`);
  await heard("优惠", HQ);
  expect((await store.counts()).deadLetters).toBe(0);
});
