import type { Lang } from "../../core/i18n.js";
import { formatMoney } from "../../core/money.js";
import type { ClientOverview } from "./operations.js";
import { text } from "./texts.js";

/** More clients make no message; those in trouble come first. */
const SHOWN = 40;
/** From this share on a budget is nearly spent. */
const NEARLY = 0.9;

/** A line for each client: whether all is well, and the few figures that say how it does. */
export function overviewLines(all: readonly ClientOverview[], lang: Lang): readonly string[] {
  const sorted = [...all].sort((a, b) => troubles(b) - troubles(a));
  const lines = sorted.slice(0, SHOWN).map((one) => lineOf(one, lang));
  const more = all.length - lines.length;
  const head = text(lang, "head", { n: all.length });
  return [head, ...lines, ...(more > 0 ? [text(lang, "more", { n: more })] : [])];
}

const isNearlySpent = ({ budget }: ClientOverview): boolean =>
  budget !== undefined && budget.of > 0 && budget.spent >= NEARLY * budget.of;

const troubles = (one: ClientOverview): number =>
  2 * Number(one.failed > 0 || one.groups.gone > 0) + Number(one.paused || isNearlySpent(one));

function lineOf(one: ClientOverview, lang: Lang): string {
  const { client, brand, currency, groups, members, orders, revenue, budget, experiments } = one;
  const mark = ["✓", "⚠", "✗", "✗"][troubles(one)];
  const money = (minor: number) => formatMoney(minor, currency);
  const left = Math.min(...experiments.map((each) => each.left));
  return [
    `${mark} ${brand} (${client})`,
    text(lang, "groups", { n: groups.all }),
    members === null ? text(lang, "members-unknown") : text(lang, "members", { n: members }),
    ...(orders === null || revenue === null
      ? []
      : [text(lang, "orders", { n: orders, revenue: money(revenue), currency })]),
    ...(budget ? [text(lang, "budget", { spent: money(budget.spent), of: money(budget.of) })] : []),
    ...(experiments.length > 0 ? [text(lang, "experiments", { n: experiments.length, left })] : []),
    ...(one.waiting > 0 ? [text(lang, "waiting", { n: one.waiting })] : []),
    ...(one.failed > 0 ? [text(lang, "failed", { n: one.failed })] : []),
    ...(groups.gone > 0 ? [text(lang, "gone", { n: groups.gone })] : []),
    ...(isNearlySpent(one) ? [text(lang, "nearly-spent")] : []),
    ...(one.paused ? [text(lang, "paused")] : []),
  ].join(" | ");
}
