import { afterEach, expect, test } from "vitest";
import { UserError } from "../../../src/core/errors.js";
import type { Chart } from "../../../src/domain/experiment/report/chart.js";
import type { ChartWords } from "../../../src/domain/experiment/report/chart-words.js";
import { drawPng } from "../../../src/features/experiment/chart/draw.js";
import { experimentOperations } from "../../../src/features/experiment/operations.js";
import { carefully } from "../../../src/features/experiment/picture.js";
import { startFakeBotApi } from "../../support/fake-bot-api.js";
import {
  BOSS,
  closeTowns,
  HQ,
  HQ2,
  openTown,
  type Town,
  type TownOptions,
} from "../../support/town.js";

afterEach(closeTowns);

const DAY = 86_400_000;
const ALT = "走势图发不到这里";
/** Opening days at midnight is enough: nothing of the schedule matters here. What is measured is who speaks. */
const edit = (text: string) =>
  text
    .replace(/\nschedule:\n[\s\S]*?\n(?=\w)/, "\n")
    .replaceAll("primary: reply_rate", "primary: active_rate")
    .replaceAll("horizon: 28d", "horizon: 14d");
/** Days, on the first of which somebody says a word in each group. */
async function days(town: Town, n: number): Promise<void> {
  town.api.say(HQ, 601, "客601", "早");
  town.api.say(HQ2, 604, "客604", "早");
  await town.rest();
  await town.forward(n * DAY);
}
/** As good as any for whoever only carries it. */
const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const report = ({ api }: Town) => api.say(HQ, BOSS, "老板", "/实验 报告 persona");
/** What came to a chat after a text, pictures included. */
const after = ({ api }: Town, chat: number, part: string) => {
  const here = api.sent.filter(({ chat_id }) => Number(chat_id) === chat);
  return here.slice(here.findLastIndex(({ text }) => text.includes(part)) + 1);
};
const pictured = async (town: Town, chat: number, part: string) => {
  await town.heard(part, chat);
  await town.until("the picture comes", () => after(town, chat, part).length > 0);
  const [{ method, photo } = { method: "", photo: undefined }] = after(town, chat, part);
  expect(method).toBe("sendPhoto");
  if (!photo) throw new Error("no picture");
  return photo;
};

/** Two days of the experiment on personas, by default with a picture of one pixel. */
async function running(options: TownOptions = {}): Promise<Town> {
  const town = await openTown({ edit, draw: async () => dot, ...options });
  for (const user of [601, 602, 603]) town.api.join(HQ, user, `客${user}`);
  for (const user of [604, 605, 606]) town.api.join(HQ2, user, `客${user}`);
  await days(town, 8);
  await experimentOperations(town).startExperiment("tea-town", "persona");
  await days(town, 1);
  await days(town, 2);
  return town;
}

test("a report and a verdict come with a chart as a PNG, after the text", async () => {
  const town = await running({ draw: drawPng });
  report(town);
  const first = await pictured(town, HQ, "到第 2/14 天");
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner");
  await town.forward(14 * DAY);
  const last = await pictured(town, BOSS, "有结论了：\n无实质差异");
  for (const png of [first, last]) {
    expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1080, 720]);
    expect(png.length).toBeGreaterThan(10_000);
    expect(png.length).toBeLessThan(200_000);
  }
  expect(town.bugs).toEqual([]);
});

test("a chart names the arms in the order of the text: the favoured one first", async () => {
  const titles: string[] = [];
  const town = await running({
    draw: async (chart, words) => {
      titles.push(`${chart.arms.join("/")} ${words.title}`);
      return dot;
    },
  });
  report(town);
  await pictured(town, HQ, "还看不出 village 和 office 谁好");
  expect(titles).toEqual(["office/village 证据不足：还看不出 village 和 office 谁好。"]);
});

test("what refuses a picture gets words in its place, once, and goes on", async () => {
  let paint = async () => dot;
  const town = await running({ draw: () => paint() });
  const skipped = async (n: number) => {
    report(town);
    await town.heard("到第 2/14 天", HQ);
    await town.heard(ALT, HQ);
    await town.rest();
    expect(town.since(HQ)).toEqual([]);
    expect(await town.store.counts()).toMatchObject({ waiting: 0, failed: 0, skipped: n });
  };
  town.api.fault("sendPhoto", "no_photos");
  await skipped(1);
  paint = async () => Buffer.from("no picture");
  await skipped(2);
  expect(town.bugs).toEqual([]);

  // What can't be drawn is a bug; the text comes all the same.
  const broken = new Error("no font");
  paint = async () => {
    throw broken;
  };
  report(town);
  await town.heard("到第 2/14 天", HQ);
  await town.rest();
  expect(after(town, HQ, "到第 2/14 天")).toEqual([]);
  expect(town.bugs).toEqual([["chart", broken]]);

  // A group that takes no pictures is not lost; told to wait, the picture comes later.
  paint = async () => dot;
  town.api.fault("sendPhoto", "rate_limited", 1, 20);
  report(town);
  expect(await pictured(town, HQ, "到第 2/14 天")).toEqual(dot);
  expect(await town.store.counts()).toMatchObject({ waiting: 0, failed: 0, skipped: 2 });
});

test("a platform without pictures is not asked", async () => {
  const town = await running({ without: ["send_image"] });
  report(town);
  await town.heard("到第 2/14 天", HQ);
  await town.heard(ALT, HQ);
  expect(town.api.calls.map(({ method }) => method)).not.toContain("sendPhoto");
  expect(await town.store.counts()).toMatchObject({ failed: 0, skipped: 1 });
});

test("a picture is a message: the chat rests before it and after it", async () => {
  const times: number[] = [];
  let now = () => 0;
  const api = await startFakeBotApi({ onSent: () => times.push(now()) });
  for (const chat of [HQ, HQ2]) api.addBot(chat, `chat ${chat}`);
  const town = await running({ api });
  now = town.clock.now;
  times.splice(0);
  report(town);
  report(town);
  await town.until("two reports", () => times.length === 4);
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(3_000);
});

test("a chart whose package was left out is no bug", async () => {
  const bugs: unknown[] = [];
  const drawing = (error: Error) =>
    carefully(
      (_chart: Chart, _words: ChartWords) => Promise.reject<undefined>(error),
      (bug) => void bugs.push(bug),
    )({} as Chart, {} as ChartWords);
  expect(await drawing(new UserError("CHART_PACKAGE_MISSING"))).toBeUndefined();
  expect(bugs).toEqual([]);
  const bug = new Error("no font");
  expect(await drawing(bug)).toBeUndefined();
  expect(bugs).toEqual([bug]);
});
