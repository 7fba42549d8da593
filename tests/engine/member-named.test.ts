import { expect, test } from "vitest";
import { memberNamed } from "../../src/engine/member-named.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "../support/tally.js";

const NOBODY = { tags: [], saved: {}, cooldowns: {}, unasked: [], scripts: {} };
/** Platform, account id and name. */
const MEMBERS = [
  ["telegram", "101", "Amy Lee"],
  ["telegram", "102", "小雨"],
  ["telegram", "103", "小雨"],
  ["telegram", "104", "101"],
  ["telegram", "105", "ＢＯＢ"],
  ["telegram", "106", "\u202e阿明\u200b"],
  ["telegram", "107", "\u200b"],
  ["telegram", "same", "云"],
  ["sandbox", "same", "朵"],
] as const;

async function whoIs(word: string): Promise<string> {
  const store = await openSqliteStore(":memory:", tally);
  const changes = MEMBERS.map(([platform, user, name]) => {
    const value = { ...NOBODY, platform, user, name };
    return { op: "put", kind: "member", key: `${platform}:${user}`, value, rev: 0 } as const;
  });
  await store.commit({ client: "tea", changes, outbox: [], facts: [] });
  try {
    return (await memberNamed(store, "tea", word)).key;
  } catch (error) {
    const { code, params } = error as { code: string; params: { known?: string } };
    return [code, params.known ?? ""].join(" ").trim();
  } finally {
    await store.close();
  }
}

test.each([
  ["101", "telegram:101", "an account id before the name somebody took"],
  ["AmyLee", "telegram:101", "a name without its spaces"],
  ["ａｍｙlee", "telegram:101", "a name, whatever its case and width"],
  ["bob", "telegram:105", "the same of the member's own spelling"],
  ["阿明", "telegram:106", "a name without what can't be seen"],
  ["小雨", "COMMAND_BUYER_UNCLEAR 102, 103", "a name that two have"],
  ["same", "COMMAND_BUYER_UNCLEAR sandbox:same, telegram:same", "an account of two platforms"],
  ["telegram:same", "telegram:same", "an account with its platform"],
  ["Amy", "COMMAND_BUYER_UNKNOWN", "a part of a name"],
  ["", "COMMAND_BUYER_UNKNOWN", "nothing"],
  ["\u200b", "COMMAND_BUYER_UNKNOWN", "nothing that can be seen"],
  ["朋友", "COMMAND_BUYER_UNKNOWN", "what somebody without a name is called"],
])("%s is %s: %s", async (word, found) => {
  expect(await whoIs(word)).toBe(found);
});
