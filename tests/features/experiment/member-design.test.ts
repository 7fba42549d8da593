import { afterEach, expect, test } from "vitest";
import { boss, calm, DAY } from "../../support/started.js";
import { closeTowns, HQ, openTown } from "../../support/town.js";

afterEach(closeTowns);

const GIFT = `experiments:
  gift:
    design: member
    horizon: 28d
    arms: { a: {}, b: {} }
    primary: orders_per_member
`;

test("an experiment on members is planned, and starting it is refused before /yes", async () => {
  const town = await openTown({ edit: (text) => calm(text).replace("experiments:\n", GIFT) });
  await town.forward(8 * DAY);
  boss(town, "/实验 计划 gift");
  await town.heard("gift：每个成员自己抛硬币", HQ);
  boss(town, "/实验 开始 gift");
  const answer = await town.heard("机器人还不会做", HQ);
  expect(answer?.text).toBe(
    "实验 gift 按成员分组，机器人还不会做；数据可以用 suanpan analyze 分析。",
  );
  boss(town, "/确认");
  await town.forward(DAY);
  expect(await town.store.list("tea-town", "experiment")).toEqual([]);
});
