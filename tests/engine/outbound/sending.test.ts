import { afterEach, expect, test } from "vitest";
import { BOSS, closeTowns, HQ, HQ2, openTown } from "../../support/town.js";

afterEach(closeTowns);

const texts = (calls: readonly { method: string; body: Readonly<Record<string, unknown>> }[]) =>
  calls.filter(({ method }) => method === "sendMessage").map(({ body }) => String(body.text));

test("told to wait by Telegram, the bot waits and says it once", async () => {
  const town = await openTown();
  town.api.fault("sendMessage", "rate_limited", 1, 20);
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.until("it was refused", () => texts(town.api.calls).length === 1);
  await town.pass(10_000);
  expect(town.since(HQ)).toEqual([]);
  town.api.say(HQ2, 502, "阿明", "有优惠吗");
  await town.heard("优惠", HQ2);
  await town.pass(15_000);
  await town.heard("优惠", HQ);
  await town.forward(600_000);
  expect(town.api.sent).toHaveLength(2);
});

test("an answer whose receipt was lost is sent again or skipped, as the playbook says", async () => {
  const skips = await openTown();
  skips.api.fault("sendMessage", "lost", 1);
  skips.api.say(HQ, 501, "小雨", "有优惠吗");
  await skips.heard("优惠", HQ);
  await skips.forward(60_000);
  expect(skips.api.sent).toHaveLength(1);
  expect(await skips.store.counts()).toMatchObject({ skipped: 1, waiting: 0 });

  const resend = (text: string) => text.replace("on_uncertain: skip", "on_uncertain: resend");
  const resends = await openTown({ edit: resend });
  resends.api.fault("sendMessage", "lost", 1);
  resends.api.say(HQ, 501, "小雨", "有优惠吗");
  await resends.heard("优惠", HQ);
  await resends.heard("优惠", HQ);
  await resends.forward(60_000);
  expect(resends.api.sent).toHaveLength(2);
});

test("a refusal is final for that message, and the loop goes on", async () => {
  const town = await openTown();
  town.api.fault("sendMessage", "no_rights", 1);
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.until("it failed", async () => (await town.store.counts()).failed > 0);
  expect(town.since(HQ)).toEqual([]);
  town.api.say(HQ2, 501, "小雨", "几点开门");
  await town.heard("九点", HQ2);
});

test("answers go before broadcasts, in the order of the questions, 20 a minute in a group", async () => {
  // A persona who types fast: the first answer is due before the broadcast may go.
  const editPersona = (text: string) => text.replace(/max: \d+s/, "max: 1s");
  const town = await openTown({ editPersona });
  town.api.say(HQ, BOSS, "老板", "/发言 all 广播一");
  await town.heard("将发到", HQ);
  town.api.say(HQ, BOSS, "老板", "/确认");
  await town.until("it is on its way", async () => (await town.store.counts()).waiting > 1);
  for (let user = 1; user <= 25; user++) {
    const ask = user % 2 === 0 ? "能送到吗" : "有优惠吗";
    town.api.say(HQ, user, `客${user}`, ask);
  }
  await town.pass(60_000);
  const firstMinute = town.since(HQ);
  expect(firstMinute.length).toBeLessThanOrEqual(21);
  expect(firstMinute).not.toContain("广播一");
  for (let i = 0; i < 4; i++) await town.pass(20_000);
  const said = town.since(HQ);
  expect(said.at(-1)).toBe("广播一");
  const asked = said.slice(1, -1).map((text) => (/外卖|能送/.test(text) ? "delivery" : "offer"));
  expect(asked).toEqual(Array.from({ length: 25 }, (_, i) => (i % 2 ? "delivery" : "offer")));
});
