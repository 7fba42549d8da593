import { afterEach, expect, test } from "vitest";
import { startFakeBotApi } from "../../support/fake-bot-api.js";
import { BOSS, closeTowns, HQ, HQ2, openTown } from "../../support/town.js";

afterEach(closeTowns);

/** Opens the town with an effect that fails as long as anybody looks. */
async function failing(method: string) {
  const api = await startFakeBotApi({});
  for (const chat of [HQ, HQ2]) api.addBot(chat, `chat ${chat}`);
  api.fault(method, "internal", 10_000);
  const town = await openTown({ api });
  api.say(BOSS, BOSS, "老板", "/状态", true);
  await town.heard("待发", BOSS);
  return town;
}

const tries = (calls: readonly { readonly method: string }[], method: string) =>
  calls.filter((call) => call.method === method).length;

test("while the link can't be made its group is answered, and the operators hear of it once", async () => {
  const town = await failing("createChatInviteLink");
  await town.until("it was tried", () => tries(town.api.calls, "createChatInviteLink") > 8);
  for (let user = 501; user < 511; user++) {
    town.api.say(HQ, user, `客${user}`, "有优惠吗");
    const asked = town.clock.now();
    await town.heard("优惠", HQ);
    expect(town.clock.now() - asked).toBeLessThan(10_000);
  }
  const told = () => town.since(BOSS).filter((text) => text.includes("500 Internal Server Error"));
  expect(told()).toEqual([
    expect.stringContaining("入群链接"),
    expect.stringContaining("入群链接"),
  ]);
  await town.pass(600_000);
  expect(told()).toHaveLength(2);
});

test("one applicant's approval that fails keeps neither the group nor other applicants waiting", async () => {
  const town = await failing("approveChatJoinRequest");
  town.api.requestJoin(HQ, 501, "小雨");
  await town.until("it was tried", () => tries(town.api.calls, "approveChatJoinRequest") > 4);
  town.api.say(HQ, 502, "阿明", "有优惠吗");
  const asked = town.clock.now();
  await town.heard("优惠", HQ);
  expect(town.clock.now() - asked).toBeLessThan(10_000);
  await town.heard("501", BOSS);
});
