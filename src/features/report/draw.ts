import { FAMILIES, renderPng, renderSvg } from "../experiment/chart/render.js";
import { COLOUR, PANEL, type Panel, panelsOf } from "./charts.js";
import { escaped } from "./html.js";
import type { WeekReport } from "./report.js";
import { text } from "./texts.js";
import { spanText } from "./words.js";

/**
 * A chart for a page: without what echarts adds for pointers, with its styles as attributes, which a page without
 * inline styles may have, and with ids of its own.
 */
export async function panelSvg({ option }: Pick<Panel, "option">, name: string): Promise<string> {
  const svg = await renderSvg(option, PANEL);
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/ (class|ecmeta_\w+|pointer-events)="[^"]*"/g, "")
    .replace(/ style="([^"]*)"/g, (_all, style: string) => attributesOf(style))
    .replace(/zr\d+-/g, `${name}-`)
    .replace(/^<svg[^>]*>/, `<svg viewBox="0 0 ${PANEL.width} ${PANEL.height}" role="img">`)
    .replace(/<rect[^>]*fill="none"[^>]*><\/rect>\s*/, "");
}

/** `font-size:12px;font-family:inherit;` as attributes of SVG, which have the same names. */
const attributesOf = (style: string): string =>
  style
    .split(";")
    .flatMap((declaration) => {
      const [name, value] = declaration.split(":");
      return name && value && name.trim() !== "font-family"
        ? [` ${name.trim()}="${value.trim()}"`]
        : [];
    })
    .join("");

/** How many pixels of a chat's picture one of the page's is. */
const SCALE = 3;
const HEAD = 58;
const NAME = 26;

/** The week's charts below each other as a PNG, for a chat; undefined where there is nothing to draw. */
export async function drawWeek(report: WeekReport): Promise<Uint8Array | undefined> {
  const panels = panelsOf(report).slice(0, 2);
  if (panels.length === 0) return undefined;
  const each = NAME + PANEL.height;
  const [width, height] = [PANEL.width + 16, HEAD + panels.length * each + 8];
  const drawn = await Promise.all(
    panels.map(async (panel, n) => {
      const top = HEAD + n * each;
      const inner = (await panelSvg(panel, `c${n}`)).replace(
        "<svg ",
        `<svg x="8" y="${top + NAME}" width="${PANEL.width}" height="${PANEL.height}" `,
      );
      return `${words(8, top + 16, 13, panel.title)}${legendOf(panel, width, top + 16)}${inner}`;
    }),
  );
  const { locale, brand, week } = report;
  const of = `${text(locale, "title", { week: week.name })}  ${spanText(locale, report.covers)}`;
  return renderPng(`<svg xmlns="http://www.w3.org/2000/svg" width="${width * SCALE}" height="${height * SCALE}" viewBox="0 0 ${width} ${height}" font-family="${FAMILIES}">
<rect width="${width}" height="${height}" fill="${COLOUR.paper}"/>${words(8, 22, 15, brand)}${words(8, 42, 13, of)}${drawn.join("")}</svg>`);
}

const words = (x: number, y: number, size: number, says: string, anchor = "start"): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${COLOUR.ink}" text-anchor="${anchor}">${escaped(says)}</text>`;

/** The names of the colours, from the right edge to the left. */
function legendOf({ legend }: Panel, width: number, y: number): string {
  let right = width - 8;
  return [...legend]
    .reverse()
    .map(({ name, colour }) => {
      const wide = [...name].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 11 : 6), 0);
      const text = words(right, y, 11, name, "end");
      const square = `<rect x="${right - wide - 14}" y="${y - 9}" width="9" height="9" fill="${colour}"/>`;
      right -= wide + 26;
      return text + square;
    })
    .join("");
}
