import { drawPng } from "../chart/draw.js";
import type { ExperimentRecord } from "../core/record.js";
import { type Chart, chartOf } from "../experiment/chart.js";
import { chartWords } from "../experiment/chart-words.js";
import { designOf } from "../experiment/register.js";
import type { Registration } from "../experiment/registration.js";
import { daysRead, rowsOfRun } from "../experiment/standing.js";
import type { Analysis } from "../experiment/verdict.js";
import type { DayDeps } from "./day.js";

type Of = {
  readonly client: string;
  readonly record: ExperimentRecord;
  readonly analysis: Analysis;
  readonly until: number;
};

/** A run's running estimate up to its day `until`, as a chart; undefined before the first look. */
export async function chartOfRun(
  { store }: Pick<DayDeps, "store">,
  { client, record, analysis, until }: Of,
): Promise<Chart | undefined> {
  if (analysis.looks.length === 0) return undefined;
  const { running, registration } = record;
  const rollups = await store.rollups(client, daysRead(running));
  const rows = rowsOfRun(running, rollups).filter(({ day }) => day <= until);
  return chartOf({ design: designOf(registration as Registration), rows, analysis });
}

/** The same as a PNG in base64, for a chat. */
export async function pictureOfRun(
  deps: Pick<DayDeps, "store">,
  of: Of & { readonly locale: "zh-CN" | "en" },
): Promise<string | undefined> {
  const chart = await chartOfRun(deps, of);
  if (!chart) return undefined;
  return Buffer.from(await drawPng(chart, chartWords(chart, of.locale))).toString("base64");
}
