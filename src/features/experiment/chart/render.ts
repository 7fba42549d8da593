import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { EChartsOption } from "echarts";
import { UserError } from "../../../core/errors.js";

/** What echarts draws. */
export type ChartOption = EChartsOption;

/** The package's font first, then what the reader's system has. */
export const FAMILIES = [
  "Noto Sans S Chinese",
  "Noto Sans SC",
  "Noto Sans CJK SC",
  "PingFang SC",
  "Microsoft YaHei",
  "sans-serif",
].join(", ");

/** A chart as one SVG document, in pixels. Only who draws pays for loading echarts. */
export async function renderSvg(
  option: ChartOption,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<string> {
  const { init } = await import("echarts/dist/echarts.esm.min.mjs");
  const canvas = init(null, null, { renderer: "svg", ssr: true, width, height });
  canvas.setOption(option);
  const svg = canvas.renderToSVGString();
  canvas.dispose();
  return svg;
}

/**
 * An SVG document as a PNG, for a chat. The system's fonts are asked only where the package's is missing.
 * @throws UserError CHART_PACKAGE_MISSING where optional packages were left out
 */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js").catch(() => {
    throw new UserError("CHART_PACKAGE_MISSING");
  });
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
