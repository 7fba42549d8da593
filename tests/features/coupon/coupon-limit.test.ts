import { afterEach, expect, test } from "vitest";
import { BOSS, closeTowns, HQ, memberId, openTown } from "../../support/town.js";

afterEach(closeTowns);

const HOUR = 3_600_000;
const MINE = "TT1111AAAA";
const member = memberId(501);

test("a code is quoted with the limits of its holder, who has used the promo up", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.pass(60_000);
  const until = town.clock.now() + 72 * HOUR;
  const value = { code: MINE, coupon: "newcomer", state: "granted", member, until } as const;
  const coupon = { op: "put", kind: "coupon", key: MINE, value, owner: member } as const;
  await town.store.commit({ client: "tea-town", changes: [coupon], outbox: [], facts: [] });
  town.api.say(HQ, BOSS, "老板", `/算价 58 ${MINE}`);
  expect((await town.heard("58.00", HQ))?.text).not.toContain("MEMBER_LIMIT");
  const counter = `promo/first-cup/member/${member}/all`;
  const used = { op: "add", counter, by: 1, limit: 1 } as const;
  await town.store.commit({ client: "tea-town", changes: [used], outbox: [], facts: [] });
  town.api.say(HQ, BOSS, "老板", `/算价 58 ${MINE}`);
  expect((await town.heard("MEMBER_LIMIT", HQ))?.text).toContain("first-cup");
});
