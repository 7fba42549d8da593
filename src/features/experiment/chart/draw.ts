import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { UserError } from "../../../core/errors.js";
import type { Chart } from "../../../domain/experiment/report/chart.js";
import type { ChartWords } from "../../../domain/experiment/report/chart-words.js";
import { SIZE } from "./layout.js";
import { optionOf } from "./option.js";

/** The package's font first, then what the reader's system has. */
const FAMILIES = [
  "Noto Sans S Chinese",
  "Noto Sans SC",
  "Noto Sans CJK SC",
  "PingFang SC",
  "Microsoft YaHei",
  "sans-serif",
].join(", ");

/** The chart as one SVG document. Only who draws pays for loading echarts. */
export async function drawSvg(chart: Chart, words: ChartWords): Promise<string> {
  const { init } = await import("echarts/dist/echarts.esm.min.mjs");
  const canvas = init(null, null, {
    renderer: "svg",
    ssr: true,
    width: SIZE.width,
    height: SIZE.height,
  });
  canvas.setOption(optionOf(chart, words, FAMILIES));
  const svg = canvas.renderToSVGString();
  canvas.dispose();
  return svg;
}

/**
 * The same as a PNG, for a chat. The system's fonts are asked only where the package's is missing.
 * @throws UserError CHART_PACKAGE_MISSING where optional packages were left out
 */
export async function drawPng(chart: Chart, words: ChartWords): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js").catch(() => {
    throw new UserError("CHART_PACKAGE_MISSING");
  });
  const svg = await drawSvg(chart, words);
  const font = chineseFont();
  // This font draws U+2212 as wide as a Chinese character.
  const drawing = new Resvg(font ? svg.replaceAll("−", "–") : svg, {
    font: font
      ? { fontFiles: [font], loadSystemFonts: false, defaultFontFamily: "Noto Sans S Chinese" }
      : { loadSystemFonts: true },
  });
  return drawing.render().asPng();
}

/** The file of the one weight that is used, or undefined when the package was left out. */
function chineseFont(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    const file = join(require.resolve("@embedpdf/fonts-sc"), "../../fonts/NotoSansHans-Medium.otf");
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
