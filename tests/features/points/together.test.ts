// Check-ins that come soon after one another are answered in one message.
import { afterEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import {
  CLIENT,
  type Corner,
  closeCorners,
  DAY,
  HOUR,
  MINUTE,
  openCorner,
} from "../../support/corner.js";
import { tally } from "../../support/tally.js";
import {
  ask,
  BOSS,
  back,
  balance,
  GATHERED,
  hears,
  openPoints,
  pays,
  SECTIONS,
} from "./points-corner.js";

afterEach(closeCorners);

/** @returns what the group hears when the check-ins are gathered. */
async function later(corner: Corner, ms = GATHERED) {
  await corner.forward(ms);
  return corner.heard(CLIENT);
}
const TOGETHER = "签到成功：bob +5（连续 1 天），cat +5（连续 1 天）。发“积分”查看余额";

describe("who checks in soon after another", () => {
  test("is told with those who do too, ten seconds after the last answer", async () => {
    const corner = await openPoints();
    expect(await hears(corner, "amy", "签到")).toBe(
      "amy，签到成功，+5 积分，连续 1 天，现有 5 积分",
    );
    await corner.forward(4_000);
    expect(await hears(corner, "bob", "签到")).toBe("");
    await corner.forward(4_000);
    expect(await hears(corner, "cat", "打卡")).toBe("");
    expect(await balance(corner, "cat")).toBe(5);
    expect(await later(corner, 1_999)).toEqual([]);
    expect(await later(corner, 1)).toEqual([TOGETHER]);
    await corner.forward(GATHERED - 1);
    expect(await hears(corner, "dan", "签到")).toBe("");
    expect(await later(corner, 1)).toEqual(["dan，签到成功，+5 积分，连续 1 天，现有 5 积分"]);
    await corner.forward(GATHERED);
    expect(await hears(corner, "eve", "签到")).toContain("+5 积分");
    expect(await later(corner, HOUR)).toEqual([]);
  });

  test("alone is told all, what is owed and that it was done before too", async () => {
    const corner = await openPoints();
    await ask(corner, "amy", "签到");
    await ask(corner, "amy", "签到");
    expect(await later(corner)).toEqual(["amy，今天已经签到过了，现有 5 积分，明天再来"]);
    await ask(corner, "bob", "hi");
    await pays(corner, "bob", { id: "o", amount: 10_000 });
    await corner.forward(MINUTE);
    await ask(corner, "bob", "兑换 cup");
    await pays(corner, "bob", {
      id: "o",
      amount: 10_000,
      refunds: [back("r", 10_000, 1)],
      modifiedAt: corner.clock.now(),
    });
    await corner.forward(MINUTE);
    await ask(corner, "cat", "签到");
    await ask(corner, "bob", "签到");
    expect(await later(corner)).toEqual(["bob，签到成功，+5 积分，连续 1 天，还欠 5 积分"]);
  });

  test("and again before the answer is told once; who had done so before is named apart", async () => {
    const corner = await openPoints();
    await ask(corner, "amy", "签到");
    for (const name of ["bob", "amy", "bob", "cat", "amy", "cat"]) await ask(corner, name, "签到");
    const before = "今天已经签到过：amy。";
    expect(await later(corner)).toEqual([TOGETHER.replace("发", `${before}发`)]);
    expect(await balance(corner, "bob")).toBe(5);
    await ask(corner, "amy", "签到");
    expect(await later(corner)).toEqual([]);
  });

  test("is told in English where the playbook speaks it", async () => {
    const corner = await openPoints({ locale: "en" });
    for (const name of ["amy", "bob", "cat", "amy"]) await ask(corner, name, "check in");
    expect(await later(corner)).toEqual([
      "Checked in: bob +5 (1 day in a row), cat +5 (1 day in a row). Had done so today: amy. Type my points to see what you have",
    ]);
  });

  test("elsewhere or directly is answered at once", async () => {
    const corner = await openPoints();
    for (const name of ["amy", "bob"]) await ask(corner, name, "签到");
    expect(await ask(corner, "cat", "签到", "corner-2")).toContain("+5 积分");
    await corner.writes("amy", "签到");
    expect(corner.heard("amy").join()).toContain("今天已经签到过了");
    await corner.writes("bob", "签到");
    expect(corner.heard("bob").join()).toContain("今天已经签到过了");
  });
});

test("a message names thirty at most, shortened and with nothing in them to be tapped", async () => {
  const corner = await openPoints();
  await ask(corner, "amy", "签到");
  for (let n = 0; n < 31; n++) {
    const name = `@客。${n} https://evil.example ${"长".repeat(50)}`;
    await corner.tells(CLIENT, {
      ...{ kind: "message", text: "签到", messageId: `m${n}`, toBot: false },
      person: { user: `u${n}`, name },
    });
  }
  const [first = "", ...more] = corner.heard(CLIENT);
  expect(more).toEqual([]);
  expect(first.match(/\+5/g)).toHaveLength(30);
  expect(first).not.toMatch(/@|https/);
  expect(first.length).toBeLessThan(1_500);
  expect(await later(corner)).toEqual([expect.stringContaining("签到成功，+5")]);
});

describe("whatever happens to the message", () => {
  test("who is stopped in between says it afterwards, once, and the points are there once", async () => {
    const store = await openSqliteStore(":memory:", tally);
    const brands = [{ sections: SECTIONS }];
    const corner = await openCorner({ brands, store });
    for (const name of ["amy", "bob", "cat"]) await ask(corner, name, "签到");
    const at = corner.clock.now();
    await corner.runtime.stop();
    const next = await openCorner({ brands, store, at: at + GATHERED });
    expect(next.heard(CLIENT)).toEqual([TOGETHER]);
    for (const name of ["amy", "bob", "cat"])
      expect([name, await balance(next, name)]).toEqual([name, 5]);
    await ask(next, "bob", "签到");
    expect(await balance(next, "bob")).toBe(5);
    await next.runtime.stop();
    await store.close();
  });

  test("nobody hears of it long afterwards; who checks in then does", async () => {
    const store = await openSqliteStore(":memory:", tally);
    const brands = [{ sections: SECTIONS }];
    const corner = await openCorner({ brands, store });
    for (const name of ["amy", "bob"]) await ask(corner, name, "签到");
    const at = corner.clock.now() + 15 * MINUTE;
    await corner.runtime.stop();
    const next = await openCorner({ brands, store, at });
    expect(next.heard(CLIENT)).toEqual([]);
    await ask(next, "cat", "签到");
    expect(await later(next, HOUR)).toEqual([expect.stringMatching(/^cat，签到成功/)]);
    expect(await balance(next, "bob")).toBe(5);
    await next.runtime.stop();
    await store.close();
  });

  test("who waits when the process is late is told with who checks in then", async () => {
    const corner = await openPoints();
    for (const name of ["amy", "bob"]) await ask(corner, name, "签到");
    corner.clock.set(corner.clock.now() + GATHERED + 1);
    expect(await hears(corner, "cat", "签到")).toBe(TOGETHER);
  });

  test("a clock that is put back keeps nobody waiting longer", async () => {
    const corner = await openPoints();
    await ask(corner, "amy", "签到");
    corner.clock.jump(-HOUR);
    await ask(corner, "bob", "签到");
    expect(await later(corner)).toEqual([expect.stringContaining("bob，签到成功，+5")]);
  });

  test("in a group that is paused meanwhile, or unbound, nothing is said", async () => {
    const corner = await openPoints();
    for (const name of ["amy", "bob"]) await ask(corner, name, "签到");
    await ask(corner, BOSS, "/暂停");
    expect(await later(corner)).toEqual([]);
    await ask(corner, BOSS, "/恢复");
    expect((await later(corner, MINUTE)).join()).toContain("bob");
    await corner.forward(DAY);
    for (const name of ["amy", "bob"]) await ask(corner, name, "签到");
    await ask(corner, BOSS, "/解绑");
    await ask(corner, BOSS, "/确认");
    expect(await later(corner, HOUR)).toEqual([]);
    const kept = await corner.store.list(CLIENT, "check-ins");
    expect(kept.map(({ due, value }) => [due, value.waiting])).toEqual([[undefined, []]]);
    expect(await balance(corner, "bob")).toBe(10);
    expect(corner.bugs).toEqual([]);
  });
});
