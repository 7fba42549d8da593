import type { Config } from "../app/config.js";
import { UserError } from "../core/errors.js";
import type { Chart } from "../domain/experiment/report/chart.js";
import { chartWords } from "../domain/experiment/report/chart-words.js";
import { checkFilePlace, putFile } from "./output.js";

/**
 * Asked before the work is done.
 * @throws UserError CHART_KIND unless a picture's name ends in .svg or .png; OutputFailure where none can be put
 */
export async function checkChartPath(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  if (!/\.(svg|png)$/.test(path)) throw new UserError("CHART_KIND", { path });
  await checkFilePlace(path);
}

/** Writes a picture, `.svg` or `.png`. @throws OutputFailure */
export async function drawTo(path: string, chart: Chart, { lang }: Config): Promise<void> {
  const words = chartWords(chart, lang);
  const { drawPng, drawSvg } = await import("../features/experiment/chart/draw.js");
  const picture = path.endsWith(".png") ? await drawPng(chart, words) : await drawSvg(chart, words);
  await putFile(path, picture);
}
