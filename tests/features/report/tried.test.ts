import { afterEach, expect, test } from "vitest";
import { chatText } from "../../../src/features/report/chat-text.js";
import { drawWeek } from "../../../src/features/report/draw.js";
import { reportOperations } from "../../../src/features/report/operations.js";
import { pageOf } from "../../../src/features/report/page.js";
import { triedText } from "../../../src/features/report/sentences.js";
import { boss, DAY, live, started } from "../../support/started.js";
import { closeTowns, HQ, type Town } from "../../support/town.js";

afterEach(closeTowns);

const weekOf = ({ store, playbooks, clock, features }: Town, week: string) =>
  reportOperations({ store, playbooks, clock, features }).week("tea-town", week, { orders: true });

const arms = { sixty: { orders: 5 }, sixtyfive: { orders: 12 } };

test("while an experiment runs nothing is told but how far it is", async () => {
  const town = await started("threshold");
  await live(town, "threshold", { arms, days: 9 });
  const [running] = (await weekOf(town, "2026-W49")).tried;
  expect(running).toEqual({
    ...{ id: "threshold", run: "threshold@2026-12-03", state: "running", start: "2026-12-03" },
    claim: { text: "客单价52元时，满60减5有效，65元就过犹不及", master: "周大师" },
    ...{ arms: expect.anything(), primary: "margin_per_member", horizon: 28, day: 4, left: 24 },
  });
  const soFar = await weekOf(town, "2026-W50");
  expect(soFar.tried[0]).toMatchObject({ state: "running", day: 10 });
  for (const told of [await pageOf(soFar), chatText(soFar)]) {
    expect(told).toContain("进行中：第 10 天，共 28 天，还剩 18 天");
    expect(told).not.toMatch(/提升|有效：|有害：|证据不足|p </);
  }
  expect(town.bugs).toEqual([]);
});

test("an experiment is told of in the week in which it ends, as its report says it", async () => {
  const town = await started("threshold");
  await live(town, "threshold", { arms, days: 28 });
  await town.forward(14 * DAY);
  const [run] = await town.store.list("tea-town", "experiment");
  expect(run?.value.state).toBe("settled");
  const weeks = await Promise.all(
    ["2026-W50", "2026-W51", "2026-W52", "2026-W53"].map((week) => weekOf(town, week)),
  );
  const ended = weeks.filter(({ tried }) => tried[0]?.state === "ended");
  expect(ended).toHaveLength(1);
  const [report] = ended;
  const [tried] = report?.tried ?? [];
  if (!report || tried?.state !== "ended") throw new Error("never ended");
  expect(tried.on >= report.week.from && tried.on <= report.week.to).toBe(true);
  boss(town, "/实验 报告 threshold");
  const said = await town.heard("threshold@2026-12-03", HQ);
  const { verdict = "", more } = triedText(report, tried);
  expect(verdict).toMatch(/^有害：/);
  for (const line of [verdict, ...more]) expect(said?.text).toContain(line);
  expect(await pageOf(report)).toContain(verdict);
  expect(town.bugs).toEqual([]);
});

test("/周报 tells a week's main figures in the chat, with a picture, and a sentence for a wrong week", async () => {
  const town = await started("threshold", { drawWeek });
  boss(town, "/周报 2026-W48");
  const told = await town.heard("茶野小镇 2026-W48（", HQ);
  expect(told?.text).toMatch(/\n群成员：\d+/);
  expect(told?.text).toContain("不知道：");
  await town.until("a picture", () => town.api.sent.some(({ photo }) => photo !== undefined));
  boss(town, "/周报 48");
  await town.heard("48 不是一周。请写成 2026-W48 这样", HQ);
  boss(town, "/周报 2027-W10");
  await town.heard("2027-W10 从 2027-03-08 开始，还没到", HQ);
  expect(town.bugs).toEqual([]);
});
