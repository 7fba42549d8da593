import { afterEach, expect, test } from "vitest";
import { StoreFailure } from "../../src/core/errors.js";
import type { Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "../support/tally.js";
import { BOSS, closeTowns, HQ, openTown, PLATFORM } from "../support/town.js";

afterEach(closeTowns);

/** A store that refuses commits while it is full. */
async function fillable() {
  const store = await openSqliteStore(":memory:", tally);
  let left = 0;
  let refused = 0;
  const full: Store = {
    ...store,
    async commit(commit) {
      if (left === 0) return store.commit(commit);
      left -= 1;
      refused += 1;
      throw new StoreFailure("STORE_FULL", { path: "x" });
    },
  };
  const fill = (times: number) => {
    left = times;
  };
  return { store: full, fill, refused: () => refused };
}

test.each([
  ["a member's question", HQ, 7, "优惠", "优惠"],
  ["an operator's command", HQ, BOSS, "/状态", `${PLATFORM}: `],
])("%s that comes while the disk is full is answered once there is room", async (...given) => {
  const [, chat, person, asked, answer] = given;
  const { store, fill, refused } = await fillable();
  const { api, heard, since, rest, bugs } = await openTown({ store });
  await rest();
  fill(2);
  api.say(chat, person, "小红", asked);
  await heard(answer, chat);
  await rest();
  expect(since(chat)).toEqual([]);
  expect(refused()).toBe(2);
  expect(bugs).toEqual([1, 2].map(() => ["store", expect.any(StoreFailure)]));
  expect(await store.counts()).toMatchObject({ deadLetters: 0, unhandled: 0 });
});
