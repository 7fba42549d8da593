import { afterEach, expect, test } from "vitest";
import { clientNamed } from "../../../src/engine/commands/client-named.js";
import { ask, BOSS, gives, openPoints } from "../../features/points/points-corner.js";
import { closeCorners } from "../../support/corner.js";

afterEach(closeCorners);

test.each([
  ["@tea", "tea", ""],
  ["@nobody", "nobody", ""],
  ["@tea all 上新 @alice", "tea", "all 上新 @alice"],
  ["all 上新 @alice @tea", "tea", "all 上新 @alice"],
  ["all 找 @tea 领", undefined, "all 找 @tea 领"],
  ["@alice 看这里", undefined, "@alice 看这里"],
  ["all 看 @alice", undefined, "all 看 @alice"],
  ["a@tea", undefined, "a@tea"],
  ["", undefined, ""],
])("of %j the client is %j and the rest %j", (args, named, rest) => {
  expect(clientNamed(args, { served: ["tea", "paw"], bound: false })).toEqual({
    named,
    args: rest,
  });
});

test("in a bound group what is alone is text too, unless it is a client", () => {
  const of = { served: ["tea"], bound: true };
  expect(clientNamed("@alice", of)).toEqual({ named: undefined, args: "@alice" });
  expect(clientNamed("@tea", of)).toEqual({ named: "tea", args: "" });
});

test("the names in a reason and in what is said to groups stay", async () => {
  const corner = await openPoints();
  await gives(corner, "amy", 1);
  await ask(corner, BOSS, "/积分 加 amy 5 和 @alice 一起办活动，谢 @bob");
  expect(await ask(corner, "amy", "积分明细")).toContain("+5 和 @alice 一起办活动，谢 @bob");
  expect(await ask(corner, BOSS, "/发言 @alice 来领券")).toContain("@alice 来领券");
  expect(await ask(corner, BOSS, "/确认")).toContain("@alice 来领券");
  expect(await ask(corner, BOSS, "/状态 @corner")).not.toContain("@");
});
