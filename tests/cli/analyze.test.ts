import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { analyze } from "../../src/cli/analyze.js";
import { captured } from "../support/captured.js";
import { testConfig } from "../support/config.js";
import { pairsOf, simulate } from "../support/validity/worlds.js";

const folder = mkdtempSync(join(tmpdir(), "analyze-"));
const english = testConfig({ LANG: "en_US.UTF-8" });
const chinese = testConfig({ LANG: "zh_CN.UTF-8" });
const rows = simulate({ world: "poisson", groups: 8, days: 28, lift: 0.3, seed: "story" });
const csv = [
  "group,day,arm,members,orders",
  ...rows.map((row) => [row.group, row.day, row.arm ?? "", row.members, row.orders].join(",")),
].join("\n");

const printed = captured();

function files(data: string | Buffer, design: object | string = {}) {
  const paths = { design: join(folder, "design.json"), data: join(folder, "data.csv") };
  const whole = {
    design: "switchback",
    arms: ["a", "b"],
    primary: "orders_per_member",
    horizon: 28,
    pairs: pairsOf(8),
    ...(typeof design === "object" ? design : {}),
  };
  writeFileSync(paths.design, typeof design === "string" ? design : JSON.stringify(whole));
  writeFileSync(paths.data, data);
  return paths;
}

test("the owner reads the verdict in words", async () => {
  expect(await analyze(files(csv), chinese)).toBe(0);
  expect(printed.out.split("\n")[0]).toBe("有效：b 比 a 好。");
  expect(printed.err).toBe("");
});

test("a script reads one JSON document", async () => {
  expect(await analyze({ ...files(csv), json: true }, english)).toBe(0);
  expect(JSON.parse(printed.out)).toMatchObject({
    verdict: "effective",
    design: "switchback",
    warnings: [],
  });
});

test.each([
  [english, /data\.csv:30 There is no arm z\. The design has: a, b$/],
  [chinese, /data\.csv:30 没有组 z。设计里有：a, b$/],
])("an unknown arm is one sentence with its line, and exit 1", async (config, sentence) => {
  const lines = csv.split("\n");
  const at = 29;
  lines[at] = "g0,99,z,150,4";
  expect(await analyze(files(lines.join("\n")), config)).toBe(1);
  expect(printed.err.trim()).toMatch(sentence);
  expect(printed.out).toBe("");
});

test.each([
  ["a broken design", csv, "{", "is not valid JSON"],
  ["bytes that aren't text", Buffer.from([0xff, 0xfe, 0x00]), {}, "is not UTF-8"],
  ["a design printed.out of range", csv, { alpha: 3 }, "alpha should be"],
])("%s is one sentence and exit 1", async (_name, data, design, sentence) => {
  expect(await analyze(files(data, design), english)).toBe(1);
  expect(printed.err).toContain(sentence);
  expect(printed.err.trim().split("\n")).toHaveLength(1);
});

test.each([
  ["chart.svg", /^<svg /, "有效：b 比 a 好。"],
  ["chart.png", /^.PNG/, ""],
])("%s is written beside the words", async (name, start, words) => {
  const chart = join(folder, name);
  expect(await analyze({ ...files(csv), chart }, chinese)).toBe(0);
  expect(printed.out.split("\n")[0]).toBe("有效：b 比 a 好。");
  const picture = readFileSync(chart, "latin1");
  expect(picture).toMatch(start);
  expect(readFileSync(chart, "utf8")).toContain(words);
});

test("a chart's name says what it is", async () => {
  await expect(analyze({ ...files(csv), chart: "chart.jpg" }, english)).rejects.toMatchObject({
    code: "CHART_KIND",
  });
});

test("nothing is worked out where no chart can be put", async () => {
  const nowhere = { design: "nowhere.json", data: "none.csv", chart: "/nowhere/chart.svg" };
  await expect(analyze(nowhere, english)).rejects.toMatchObject({ code: "FILE_FOLDER_MISSING" });
});

test("a path that isn't there is named", async () => {
  expect(await analyze({ design: "nowhere.json", data: "none.csv" }, english)).toBe(1);
  expect(printed.err).toContain("nowhere.json");
});
