import { writeFile } from "node:fs/promises";
import type { Config } from "../app/config.js";
import { UserError } from "../core/errors.js";
import type { Chart } from "../domain/experiment/report/chart.js";
import { chartWords } from "../domain/experiment/report/chart-words.js";

/** Asked before the work is done. @throws UserError CHART_KIND unless a picture's name ends in .svg or .png */
export function checkChartPath(path: string | undefined): void {
  if (path !== undefined && !/\.(svg|png)$/.test(path)) throw new UserError("CHART_KIND", { path });
}

/** Writes a picture, `.svg` or `.png`. @throws UserError FILE_UNWRITABLE */
export async function drawTo(path: string, chart: Chart, { lang }: Config): Promise<void> {
  const words = chartWords(chart, lang);
  const { drawPng, drawSvg } = await import("../features/experiment/chart/draw.js");
  const picture = path.endsWith(".png") ? await drawPng(chart, words) : await drawSvg(chart, words);
  await writeFile(path, picture).catch(() => {
    throw new UserError("FILE_UNWRITABLE", { path });
  });
}
