import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openBackupDesk } from "../../src/app/backup-desk.js";
import { type ReportOptions, reportWeek } from "../../src/cli/report.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { BROWSER } from "../support/browser.js";
import { captured } from "../support/captured.js";
import { testConfig } from "../support/config.js";
import { MONDAY, openWeek, twoWeeks } from "../support/week.js";

let folder = "";
const printed = captured();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-week-"));
});
afterEach(() => rm(folder, { recursive: true }));

const client = "tea-town";
const week = "2026-W48";
const file = () => join(folder, "bot.db");
const config = () => testConfig({ SUANPAN_STORE: `sqlite:${file()}`, LANG: "en_US" });

const report = (options: ReportOptions) => reportWeek(options, config(), createManualClock(MONDAY));

async function planted() {
  const open = await openWeek({ path: file() });
  await twoWeeks(open);
  return open;
}

test("report writes a page, a CSV or JSON, by option or by the file's name", async () => {
  await (await planted()).store.close();
  expect(await report({ client, week, format: "json" })).toBe(0);
  expect(JSON.parse(printed.out)).toMatchObject({ client, week: { name: week } });
  const out = join(folder, "week.csv");
  await report({ client, week, out });
  expect(await readFile(out, "utf8")).toContain("week,revenue,营业额,2026-W48,6554.00");
  printed.out = "";
  await report({ client, week });
  expect(printed.out).toMatch(/^<!doctype html>/);
});

test("while a bot has the file a copy is read, of which nothing is left", async () => {
  const { store } = await planted();
  const bugs: unknown[] = [];
  if (!store.backUp) throw new Error("no file");
  const run = async () => ({ text: "" });
  const does = { backUp: store.backUp, run };
  const desk = await openBackupDesk(file(), does, (error) => bugs.push(error));
  try {
    await report({ client, week, format: "json" });
    expect(JSON.parse(printed.out).figures).toContainEqual({
      ...{ id: "orders", unit: "count" },
      ...{ value: 128, before: 126 },
    });
    expect(readdirSync(folder).filter((name) => name.includes("reading"))).toEqual([]);
    // A mistake leaves nothing either.
    await expect(report({ client, week: "W48" })).rejects.toMatchObject({
      code: "REPORT_WEEK_FORM",
    });
    expect(readdirSync(folder).filter((name) => name.includes("reading"))).toEqual([]);
  } finally {
    await desk.close();
    await store.close();
  }
  expect(bugs).toEqual([]);
});

test.each([
  [{ client, format: "docx" }, "REPORT_FORMAT"],
  [{ client, out: "week.txt" }, "REPORT_FORMAT"],
  [{ client, format: "pdf" }, "REPORT_PDF_OUT"],
  [{ client, out: "/nowhere/week.html" }, "FILE_FOLDER_MISSING"],
  [{ client: "nobody" }, "CLIENT_UNKNOWN"],
  [{ client, week: "2026-48" }, "REPORT_WEEK_FORM"],
])("%o gets the sentence of %s", async (options, code) => {
  await (await planted()).store.close();
  await expect(report(options)).rejects.toMatchObject({ code });
});

test.skipIf(!BROWSER)(
  `a PDF is printed by the browser${BROWSER ? "" : " (no Chromium here)"}`,
  { timeout: 300_000 },
  async () => {
    await (await planted()).store.close();
    const out = join(folder, "week.pdf");
    await report({ client, week, out });
    expect((await readFile(out)).subarray(0, 5).toString()).toBe("%PDF-");
  },
);

test("without a browser a sentence says what to do, and no file is written", async () => {
  await (await planted()).store.close();
  const path = process.env.PATH;
  process.env.PATH = folder;
  try {
    const out = join(folder, "week.pdf");
    await expect(report({ client, week, out })).rejects.toMatchObject({
      code: "REPORT_NO_BROWSER",
    });
    expect(existsSync(out)).toBe(false);
  } finally {
    process.env.PATH = path;
  }
});
