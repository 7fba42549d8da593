import { afterEach, describe, expect, test } from "vitest";
import { type Corner, closeCorners, HOUR, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const BOSS = "corner-boss";
const after = (hours: number, topic?: string) => ({
  on: "joined",
  ...(topic ? { topic } : {}),
  steps: [{ wait: `${hours}h` }, { say: topic ?? "plain" }],
});
const brand = {
  sections: {
    opt_out: {
      ...{ words: ["退订"], say: "bye", say_again: "hello-again" },
      topics: { deals: { title: "优惠", words: ["deals"] }, news: { title: "上新" } },
    },
    scripts: { first: after(1, "deals"), second: after(2, "news"), third: after(3) },
  },
  lines: {
    ...{ deals: "deals", news: "news", plain: "plain" },
    ...{ bye: "bye: {{ wish.said }}", "hello-again": "again: {{ wish.said }}" },
  },
};

async function heardLater(corner: Corner): Promise<readonly string[]> {
  await corner.forward(4 * HOUR);
  return corner.heard("corner");
}

test("who ends a topic hears the rest, and is told so in the language in which they asked", async () => {
  const corner = await openCorner({ brands: [brand] });
  for (const name of ["amy", "bob"]) await corner.joins("corner", name);
  await corner.says("corner", "amy", "别再发优惠了！");
  expect(corner.heard("corner")).toEqual([
    expect.stringContaining("收到“别再发优惠了！”：优惠的消息"),
  ]);
  await corner.says("corner", "bob", "no more deals please");
  expect(corner.heard("corner")).toEqual([expect.stringContaining("Got “no more deals please”")]);
  expect([...(await heardLater(corner))].sort()).toEqual(["news", "news", "plain", "plain"]);
  expect((await corner.facts("opted_out")).map(({ data }) => data)).toEqual([
    { topic: "deals" },
    { topic: "deals" },
  ]);
  expect(corner.bugs).toEqual([]);
});

test("a topic can be had again, alone too by who ended everything", async () => {
  const corner = await openCorner({ brands: [brand] });
  await corner.joins("corner", "amy");
  await corner.says("corner", "amy", "退订优惠");
  await corner.says("corner", "amy", "重新订阅优惠");
  expect(corner.heard("corner")[1]).toContain("优惠的消息以后会再发给您");
  await corner.says("corner", "amy", "退订");
  expect(corner.heard("corner")).toEqual(["bye: 退订"]);
  await corner.says("corner", "amy", "重新订阅上新");
  expect(corner.heard("corner")).toHaveLength(1);
  expect(await corner.member("amy")).toMatchObject({ optedOutOf: ["deals"] });
  // Scripts of no topic were ended with everything, and come again with anything.
  expect(await heardLater(corner)).toEqual(["news", "plain"]);
  await corner.says("corner", "amy", "重新订阅");
  expect(corner.heard("corner")).toEqual(["again: 重新订阅"]);
  expect((await corner.member("amy"))?.optedOutOf).toBeUndefined();
});

describe("an operator puts on record that a member agreed again", () => {
  test("on all their accounts, with how they agreed", async () => {
    const corner = await openCorner({ brands: [brand] });
    for (const name of ["amy", "ann"]) await corner.joins("corner", name);
    await corner.says("corner", BOSS, "/link amy ann");
    await corner.says("corner", BOSS, "/yes");
    await corner.says("corner", "amy", "退订");
    expect([
      (await corner.member("amy"))?.optedOut,
      (await corner.member("ann"))?.optedOut,
    ]).toEqual([true, true]);
    corner.heard("corner");
    await corner.says("corner", BOSS, "/重新订阅 amy");
    expect(corner.heard("corner")[0]).toContain("/resubscribe <member>");
    await corner.says("corner", BOSS, "/重新訂閱 Amy 店里当面说的 @boss");
    expect(corner.heard("corner")[0]).toContain("店里当面说的 ＠boss");
    for (const name of ["amy", "ann"])
      expect((await corner.member(name))?.optedOut).toBeUndefined();
    expect((await corner.facts("opted_in")).map(({ data, member }) => ({ data, member }))).toEqual([
      { member: "sandbox:amy", data: { by: BOSS, how: "店里当面说的 ＠boss" } },
    ]);
    await corner.says("corner", BOSS, "/resubscribe ann said so");
    expect(corner.heard("corner")[0]).toContain("has not opted out");
    expect(corner.bugs).toEqual([]);
  });

  test("the member's own word counts on all their accounts as well", async () => {
    const corner = await openCorner({ brands: [brand] });
    for (const name of ["amy", "ann"]) await corner.joins("corner", name);
    await corner.says("corner", BOSS, "/link amy ann");
    await corner.says("corner", BOSS, "/yes");
    await corner.says("corner", "amy", "退订优惠");
    expect((await corner.member("ann"))?.optedOutOf).toEqual(["deals"]);
    await corner.says("corner", "ann", "退订");
    await corner.says("corner", "amy", "重新订阅");
    for (const name of ["amy", "ann"]) {
      const { optedOut, optedOutOf } = (await corner.member(name)) ?? {};
      expect([name, optedOut, optedOutOf]).toEqual([name, undefined, undefined]);
    }
  });
});

test("a persona without a line for it says that it is a bot in general words", async () => {
  const corner = await openCorner({ brands: [brand] });
  await corner.says("corner", "amy", "你是机器人吗");
  await corner.says("corner", "bob", "are you a bot?");
  expect(corner.heard("corner")).toEqual([
    "我是自动回复的机器人，不是真人。",
    "I am a bot that answers by itself, not a person.",
  ]);
});
