import { afterEach, expect, test } from "vitest";
import { closeTowns, HQ, openTown, type TownOptions } from "../../support/town.js";

afterEach(closeTowns);

const POINTS = "\npoints: { check_in: { give: 5 }, exchange: { newcomer: 5 } }\n";
/** A town whose playbook skips what may have been said already, and a member with five points in it. */
async function openPointsTown(options: TownOptions = {}) {
  const town = await openTown({ edit: (text) => text + POINTS, ...options });
  town.api.say(HQ, 501, "小雨", "签到");
  await town.heard("签到成功", HQ);
  return town;
}
const codes = (texts: readonly string[]) => texts.flatMap((text) => /TT\w{6,}/.exec(text) ?? []);

test.each([
  ["points", "兑换 newcomer"],
  ["a script", "领券"],
])("a code granted by %s is said again when nobody knows whether it was", async (_, asks) => {
  const town = await openPointsTown();
  town.api.fault("sendMessage", "lost", 1);
  town.api.say(HQ, 501, "小雨", asks);
  const said: string[] = [];
  for (let n = 0; n < 2; n++) said.push((await town.heard("TT", HQ))?.text ?? "");
  const [first, second] = codes(said);
  expect([first, second]).toEqual([expect.any(String), first]);
  expect(await town.store.counts()).toMatchObject({ skipped: 0 });
});

test.each([
  ["points", "兑换 newcomer"],
  ["a script", "领券"],
])(
  "a code granted by %s is said though Telegram lets nothing through for hours",
  async (_, asks) => {
    const town = await openPointsTown();
    town.api.fault("sendMessage", "rate_limited", 1, 3 * 3_600);
    town.api.say(HQ, 501, "小雨", asks);
    const tried = () => town.api.calls.filter(({ method }) => method === "sendMessage").length;
    await town.until("it was refused", () => tried() === 2);
    await town.forward(3 * 3_600_000);
    await town.heard("TT", HQ);
  },
);

test("what was given for points stands in the history with its code, and where to see it is said", async () => {
  const town = await openPointsTown();
  town.api.say(HQ, 501, "小雨", "兑换 newcomer");
  const text = (await town.heard("已用 5 积分兑换 newcomer", HQ))?.text ?? "";
  expect(text).toContain("发“我的券”随时查看");
  const [code] = codes([text]);
  town.api.say(HQ, 501, "小雨", "积分明细");
  expect((await town.heard("兑换 newcomer", HQ))?.text).toContain(`-5 兑换 newcomer（${code}）`);
  // Facts go elsewhere: no code stands in them.
  expect(JSON.stringify(await town.store.facts("tea-town", "points"))).not.toContain(code);
});
