import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runExperiment } from "../../src/cli/experiment.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { captured } from "../support/captured.js";
import { testConfig } from "../support/config.js";
import { live, started } from "../support/started.js";
import { tally } from "../support/tally.js";
import { closeTowns } from "../support/town.js";

let folder = "";
const printed = captured();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-report-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("experiment report: words, one JSON document, CSV for a spreadsheet, and a picture", async () => {
  const file = join(folder, "bot.db");
  const town = await started("threshold", { store: await openSqliteStore(file, tally) });
  const arms = { sixty: { orders: 5 }, sixtyfive: { orders: 12 } };
  await live(town, "threshold", { arms, days: 28 });
  await closeTowns();
  const config = (lang: string) => testConfig({ SUANPAN_STORE: `sqlite:${file}`, LANG: lang });
  const report = async (options: object, lang = "en_US") => {
    printed.out = "";
    const code = await runExperiment(
      "report",
      "threshold",
      { client: "tea-town", ...options },
      config(lang),
    );
    expect(code).toBe(0);
    return printed.out;
  };

  expect(await report({})).toMatch(
    /\(not peeking-calibrated, .*P\(sixty is better\) <1%; expected loss a week 0\.00 CNY choosing sixtyfive, 615\.42 CNY choosing sixty\n/,
  );
  expect(await report({}, "zh_CN")).toContain("旁证（未按天天看校准");
  const json = JSON.parse(await report({ json: true }));
  expect(json).toMatchObject({
    verdict: "effective",
    currency: "CNY",
    not_peeking_calibrated: { unit: "margin", chance: expect.any(Number) },
  });
  expect(json.not_peeking_calibrated.loss_per_week.sixtyfive).toBeLessThan(0.01);

  const [head, line, ...more] = (await report({ csv: true })).trimEnd().split("\n");
  const cells = Object.fromEntries(
    (head ?? "").split(",").map((name, i) => [name, (line ?? "").split(",")[i]]),
  );
  expect(more).toEqual([]);
  expect(cells).toMatchObject({
    run: "threshold@2026-12-03",
    state: "settled",
    reference: "sixty",
    arm: "sixtyfive",
    verdict: "effective",
    loss_unit: "CNY",
    loss_arm: "0.00",
  });
  expect(cells.loss_reference).toBe(
    (json.not_peeking_calibrated.loss_per_week.sixty / 100).toFixed(2),
  );

  const chart = join(folder, "run.svg");
  await report({ chart });
  const svg = await readFile(chart, "utf8");
  expect(svg).toContain("<svg");
  expect(svg).toContain("sixtyfive");
});

test("a picture's name says what it is", async () => {
  const options = { client: "tea-town", chart: "run.pdf" };
  const config = testConfig({ SUANPAN_STORE: `sqlite:${join(folder, "bot.db")}` });
  await expect(runExperiment("report", "threshold", options, config)).rejects.toMatchObject({
    code: "CHART_KIND",
  });
});
