import type { Chart } from "../../../domain/experiment/report/chart.js";
import type { ChartWords } from "../../../domain/experiment/report/chart-words.js";
import { SIZE } from "./layout.js";
import { optionOf } from "./option.js";
import { FAMILIES, renderPng, renderSvg } from "./render.js";

/** The chart as one SVG document. */
export const drawSvg = (chart: Chart, words: ChartWords): Promise<string> =>
  renderSvg(optionOf(chart, words, FAMILIES), SIZE);

/** The same as a PNG, for a chat. @throws UserError CHART_PACKAGE_MISSING where optional packages were left out */
export const drawPng = async (chart: Chart, words: ChartWords): Promise<Uint8Array> =>
  renderPng(await drawSvg(chart, words));
