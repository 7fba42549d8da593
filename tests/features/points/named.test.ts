import { afterEach, expect, test } from "vitest";
import { closeCorners } from "../../support/corner.js";
import { GATHERED, gives, hears, openPoints } from "./points-corner.js";

afterEach(closeCorners);

test("in a group an answer says whose points it speaks of", async () => {
  const corner = await openPoints();
  await gives(corner, "amy", 30);
  expect(await hears(corner, "amy", "签到")).toMatch(/^amy，签到成功/);
  await corner.forward(GATHERED);
  expect(await hears(corner, "amy", "签到")).toMatch(/^amy，今天已经签到过了/);
  expect(await hears(corner, "amy", "我的积分")).toBe("amy，您有 35 积分");
  expect(await hears(corner, "amy", "兑换")).toMatch(/^amy，您有 35 积分，可以兑换：\ncup/);
  expect(await hears(corner, "amy", "兑换 cup")).toMatch(/^amy，已用 10 积分兑换 cup/);
  expect(await hears(corner, "bob", "兑换 cup")).toMatch(/^bob，兑换 cup 要 10 积分/);
  expect(await hears(corner, "amy", "积分明细")).toMatch(/^amy，最近的积分：\n2026/);
  expect(await hears(corner, "amy", "积分榜")).toMatch(/^本群积分榜/);
});

test("directly it doesn't, and a name is shown so that nothing can be tapped", async () => {
  const corner = await openPoints();
  await corner.says("corner", "amy", "hi");
  await corner.writes("amy", "签到");
  expect(corner.heard("amy").join()).toMatch(/^签到成功/);
  expect(await hears(corner, "@boss\u202e https://evil.example 签", "签到")).toMatch(
    /^＠boss 签，签到成功/,
  );
  const english = await openPoints({ locale: "en" });
  expect(await hears(english, "amy", "check in")).toMatch(/^amy: Checked in/);
});
