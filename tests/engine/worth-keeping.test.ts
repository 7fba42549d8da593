import { afterEach, describe, expect, test } from "vitest";
import type { Event } from "../../src/core/event.js";
import { bindingKey } from "../../src/engine/context.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";
import { worthKeeping } from "../../src/engine/worth-keeping.js";
import { SYSTEM } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { commitOf, message } from "../store/samples.js";
import { tally } from "../support/tally.js";
import { BOSS, closeTowns, HQ, openTown } from "../support/town.js";

afterEach(closeTowns);

/** Bound to nobody. */
const FREE = -1009;

test("what is said in a chat that is bound to nobody is not stored, but an operator's command and what follows", async () => {
  const { api, store, heard, rest } = await openTown({ owner: `telegram:${BOSS}` });
  const last = () => store.lastEvent("telegram", "42:");
  api.say(HQ, 7, "小红", "早");
  await rest();
  const before = await last();
  expect(before).toBeDefined();
  api.say(FREE, 7, "小红", "别人群里的话");
  api.say(FREE, 7, "小红", "/status");
  api.say(FREE, BOSS, "老板", "今天不忙");
  await rest();
  expect(await last()).toBe(before);
  // Both come with one poll.
  api.say(FREE, BOSS, "老板", "/绑定 paw-post pet-parents");
  api.say(FREE, 7, "小红", "你是机器人吗");
  await heard("已绑定", FREE);
  // Whichever variant says so, it names the way to a person.
  await heard("「人工」", FREE);
});

describe("of the events of one poll", () => {
  const place = (chat: string, direct = false) => ({ platform: "telegram", chat, direct });
  const said = (id: string, chat: string, over = {}) =>
    message(id, { place: place(chat), ...over });
  const keep = async (events: readonly Event[], busy: readonly string[] = []) => {
    const store = await openSqliteStore(":memory:", tally);
    const key = bindingKey("bot", "ours");
    const value = { client: "tea", group: "tea" };
    const put = { op: "put", kind: "binding", key, value } as const;
    await store.commit(commitOf({ client: SYSTEM, changes: [put] }));
    const owner = "telegram:boss";
    const deps = { store, playbooks: createPlaybooks(), owner, busy: busy.includes.bind(busy) };
    const kept = await worthKeeping(deps, events);
    await store.close();
    return kept.map(({ id }) => id);
  };
  const boss = { person: { user: "boss", name: "老板" } };
  const own = { platform: "telegram", account: "bot", at: 1 };
  const migrated: Event = { ...own, kind: "migrated", id: "m", place: place("ours"), to: "new" };
  const status: Event = {
    ...{ ...own, kind: "bot_status", id: "s", place: place("free") },
    ...{ status: "gone", title: "-", canInvite: false },
  };
  const joined: Event = {
    ...{ ...own, kind: "joined", id: "j", place: place("free") },
    person: { user: "u", name: "-" },
  };

  test.each<[string, readonly Event[], readonly string[], readonly string[]]>([
    ["a bound chat's", [said("1", "ours"), said("2", "free")], [], ["1"]],
    ["by the account that it is bound by", [said("1", "ours", { account: "other" })], [], []],
    ["what is said directly", [said("1", "u1", { place: place("u1", true) })], [], ["1"]],
    ["the bot's own status, nobody's coming", [status, joined], [], ["s"]],
    ["an operator's command", [said("1", "free", { ...boss, text: " /绑定" })], [], ["1"]],
    ["no member's command", [said("1", "free", { text: "/绑定" })], [], []],
    ["no operator's chat", [said("1", "free", boss)], [], []],
    ["behind a command", [said("1", "free", { ...boss, text: "/x" }), joined], [], ["1", "j"]],
    ["behind something that is open", [joined, said("1", "f")], ["telegram:free"], ["j"]],
    ["a chat's under its next id", [said("1", "new"), migrated, said("2", "new")], [], ["m", "2"]],
  ])("%s", async (_kept, events, busy, ids) => {
    expect(await keep(events, busy)).toEqual(ids);
  });
});
