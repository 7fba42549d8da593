import { afterEach, expect, test } from "vitest";
import { startFakeBotApi } from "../../support/fake-bot-api.js";
import { boss, calm, DAY, started } from "../../support/started.js";
import { closeTowns, HQ, HQ2, openTown } from "../../support/town.js";

afterEach(closeTowns);

/** A third and a fourth group of the brand. */
const MORE = [-1001000000003, -1001000000004];
const four = (text: string) =>
  calm(text).replace(
    "  chats:\n",
    `  chats:\n${MORE.map((chat, n) => `    more${n}: { platform: telegram, chat: "${chat}", pool: welfare }\n`).join("")}`,
  );

test("the plan is for the groups that would be registered, wherever it is asked for", async () => {
  const api = await startFakeBotApi({});
  for (const chat of [HQ, HQ2, ...MORE]) api.addBot(chat, `chat ${chat}`);
  const town = await openTown({ api, edit: calm });
  boss(town, "/实验 计划 persona");
  const early = await town.heard("persona：2 个群配成 1 对", HQ);
  expect(early?.text).toContain("现在还不能开始：要 2 个有成员、数满 7 天的群，只有 0 个");
  [HQ, HQ2].forEach((chat, n) => {
    for (const user of [1, 2, 3]) town.api.join(chat, 601 + 3 * n + user, `客${n}${user}`);
  });
  await town.until("all six have joined", async () => {
    const groups = await town.store.list("tea-town", "group");
    return groups.filter(({ value }) => value.taken >= 3).length === 2;
  });
  await town.forward(8 * DAY);
  // Two more groups, of which nothing is known yet.
  town.edit(four);
  boss(town, "/剧本 重载");
  await town.heard("已启用新剧本", HQ);
  boss(town, "/实验 计划 persona");
  const plan = await town.heard("persona：2 个群配成 1 对；", HQ);
  expect(plan?.text).toContain(`不参加的群：${MORE.map((id) => `telegram:${id}`).join("、")}`);
  boss(town, "/实验 开始 persona");
  const asked = await town.heard("零点开始，开始后这些都不能改", HQ);
  expect(asked?.text).toContain("persona：2 个群配成 1 对；");
  expect(asked?.text?.split("不参加的群")).toHaveLength(2);
  boss(town, "/确认");
  await town.heard("已登记 persona", HQ);
  const [run] = await town.store.list("tea-town", "experiment");
  expect(run?.value.running.sets).toHaveLength(1);
});

test("what can't be started or stopped is refused before anybody is asked for /yes", async () => {
  const town = await started("persona");
  const refused = async (text: string, why: string) => {
    boss(town, text);
    const answer = await town.heard(why, HQ);
    expect(answer?.text).not.toMatch(/请输入 \/确认|配成/);
  };
  await refused("/实验 开始 persona", "已经在进行");
  await refused("/实验 停止 threshold", "没有在进行");
});
