import { createHash } from "node:crypto";
import { type Panel, panelsOf } from "./charts.js";
import { panelSvg } from "./draw.js";
import { type Html, html, raw } from "./html.js";
import type { Figure, PromoLine, WeekReport } from "./report.js";
import { aheadLines, triedText, unknownText } from "./sentences.js";
import { STYLE } from "./style.js";
import { text } from "./texts.js";
import type { Tried } from "./tried.js";
import {
  budgetText,
  changeText,
  coversText,
  figureMeaning,
  figureName,
  moneyText,
  shareText,
  shown,
  spanText,
  valueText,
} from "./words.js";

/** Nothing is fetched, nothing runs, nothing is sent; of styles only the page's own. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/**
 * A week as one HTML document in the client's language: whole in itself, for a phone, a screen and paper. What users
 * wrote is escaped.
 */
export async function pageOf(report: WeekReport): Promise<string> {
  const { locale, brand, week, state } = report;
  const title = text(locale, "title", { week: week.name });
  const isBegun = state === "begun";
  const page = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${brand} ${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${brand}</h1>
<p class="sub">${title} · ${spanText(locale, week)} ${state === "whole" ? "" : html`<span class="mark">${text(locale, "so-far")}</span>`}</p>
<p class="sub">${coversText(report)}</p>
</header>
${isBegun ? "" : figuresHtml(report)}
${await chartsHtml(report)}
${isBegun ? "" : promosHtml(report)}
${section("tried", text(locale, "tried"), triedHtml(report))}
${section("unknown", text(locale, "unknown"), unknownHtml(report))}
${aheadHtml(report)}
${isBegun ? "" : meaningsHtml(report)}
<footer>${footText(report)}</footer>
</main>
</body>
</html>
`;
  return page.html;
}

const section = (id: string, name: string, inner: Html): Html => html`<section id="${id}">
<h2>${name}</h2>
${inner}
</section>`;

function figuresHtml(report: WeekReport): Html {
  const { locale } = report;
  return section(
    "figures",
    text(locale, "figures"),
    html`<div class="figures">
${shown(report).map((figure) => figureHtml(report, figure))}
</div>
<p class="soft">${text(locale, "causes")}</p>`,
  );
}

function figureHtml(report: WeekReport, figure: Figure): Html {
  const { locale } = report;
  const before = valueText(report, figure, figure.before);
  const change = changeText(locale, figure);
  return html`<div class="figure"><a href="#m-${figure.id}">${figureName(locale, figure.id)}</a><b>${valueText(report, figure, figure.value)}</b>${change === undefined ? "" : html`<small>${change}</small>`}<small>${text(locale, "was", { before })}</small></div>
`;
}

async function chartsHtml(report: WeekReport): Promise<Html> {
  const panels = panelsOf(report);
  if (panels.length === 0) return raw("");
  const drawn = await Promise.all(panels.map(chartHtml));
  return section("days", text(report.locale, "days"), html`<div class="charts">${drawn}</div>`);
}

async function chartHtml(panel: Panel, n: number): Promise<Html> {
  const names = panel.legend.map(
    ({ name, colour }) =>
      html`<span><svg viewBox="0 0 9 9" aria-hidden="true"><rect width="9" height="9" fill="${colour}"/></svg>${name}</span>`,
  );
  return html`<div class="chart"><h3>${panel.title}</h3><p class="legend">${names}</p>${raw(await panelSvg(panel, `c${n}`))}</div>
`;
}

function promosHtml(report: WeekReport): Html {
  const { locale, promos } = report;
  if (!promos) return raw("");
  const inner = promos.length
    ? html`${promos.map((promo) => promoHtml(report, promo))}`
    : html`<p>${text(locale, "promos.none")}</p>`;
  return section("promos", text(locale, "promos"), inner);
}

function promoHtml(report: WeekReport, promo: PromoLine): Html {
  const budget = budgetText(report, promo);
  const part = promo.budget ? promo.budget.spent / Math.max(1, promo.budget.of) : 0;
  const wide = Math.round(100 * Math.min(1, Math.max(0, part)));
  const bar = html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="4" fill="#d3d9e0"/><rect width="${wide}" height="4" fill="#1d4ed8"/></svg>`;
  return html`<div class="card"><div class="row"><h3>${promo.title}</h3><b>${moneyText(report, promo.cost)}</b></div>
<p class="soft">${promoText(report, promo)}</p>${budget ? html`<p class="soft">${budget}</p>${bar}` : ""}</div>
`;
}

/** How often a promo was used, and its share of what all of them cost. */
function promoText(report: WeekReport, { cost, before, uses, coupons }: PromoLine): string {
  const { locale, promos } = report;
  const was = moneyText(report, before);
  if (uses === 0) return text(locale, "promo.line.none", { before: was });
  const all = (promos ?? []).reduce((sum, promo) => sum + promo.cost, 0);
  const share = shareText(locale, all > 0 ? cost / all : 0);
  return text(locale, "promo.line", { uses, coupons, share, before: was });
}

function triedHtml(report: WeekReport): Html {
  if (report.tried.length === 0) return html`<p>${text(report.locale, "tried.none")}</p>`;
  return html`${report.tried.map((tried) => experimentHtml(report, tried))}`;
}

function experimentHtml(report: WeekReport, tried: Tried): Html {
  const { about, arms, stands, verdict, more } = triedText(report, tried);
  return html`<div class="card"><h3>${about}</h3>
<p class="soft">${stands}</p>
${verdict === undefined ? "" : html`<p class="verdict">${verdict}</p>`}
<details open><summary>${text(report.locale, "tried.more")}</summary><ul>${list([...arms, ...more])}</ul></details></div>
`;
}

function unknownHtml(report: WeekReport): Html {
  const { locale, unknown } = report;
  if (unknown.length === 0) return html`<p>${text(locale, "unknown.nothing")}</p>`;
  return html`<ul>${list(unknown.map((one) => unknownText(report, one)))}</ul>`;
}

function aheadHtml(report: WeekReport): Html {
  const { locale, ahead } = report;
  if (!ahead) return raw("");
  const lines = aheadLines(report, ahead);
  const name = text(locale, "ahead", {
    week: ahead.week.name,
    span: spanText(locale, ahead.week),
  });
  const inner = lines.length
    ? html`<ul>${list(lines)}</ul>`
    : html`<p>${text(locale, "ahead.none")}</p>`;
  return section("ahead", name, inner);
}

function meaningsHtml(report: WeekReport): Html {
  const { locale } = report;
  const meanings = shown(report).map(
    ({ id }) =>
      html`<dt id="m-${id}">${figureName(locale, id)}</dt><dd>${figureMeaning(locale, id)}</dd>
`,
  );
  return section("meanings", text(locale, "definitions"), html`<dl>${meanings}</dl>`);
}

function footText({ locale, made, zone, client }: WeekReport): string {
  const at = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    dateStyle: "medium",
    timeStyle: "short",
    hourCycle: "h23",
  }).format(made);
  return text(locale, "foot", { at, client, zone });
}

const list = (lines: readonly string[]): readonly Html[] =>
  lines.map((line) => html`<li>${line}</li>`);
