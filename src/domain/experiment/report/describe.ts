import { type Lang, sentenceOf } from "../../../core/i18n.js";
import type { Analysis, Guardrail, Verdict, Warning } from "../analysis/verdict.js";
import { isVoid } from "../audit/void.js";
import { figure, figureOrDash, percent } from "./figures.js";
import { metricName, metricTitle } from "./metric-name.js";
import { secondaryText } from "./secondary-text.js";
import { text } from "./texts.js";

/** What is found where nothing can be is an alarm about the measuring. */
const ALARMS: ReadonlySet<Verdict> = new Set(["effective", "harmful"]);

/** An analysis in sentences: plain words first, figures after them, warnings last. */
export function describe(analysis: Analysis, lang: Lang): string[] {
  const warnings = analysis.warnings.map((warning) => warningText(warning, lang));
  if (isVoid(analysis)) return [text(lang, "describe.void"), ...warnings];
  const { p, evidence, looks, stopped_on: stopped, more_days: days } = analysis;
  const lines = [verdictText(analysis, lang)];
  if (analysis.arms_alike && ALARMS.has(analysis.verdict))
    lines.push(text(lang, "alike.by-chance"));
  // Arms that are alike have no lift that could stay as it is.
  if (days !== null && !analysis.arms_alike) lines.push(text(lang, "describe.more-days", { days }));
  if (stopped !== null) lines.push(text(lang, "describe.stopped", { day: stopped }));
  lines.push(
    liftText(analysis, lang),
    text(lang, "describe.figures", {
      p: figureOrDash(p),
      evidence: figureOrDash(evidence),
      looks: looks.length,
      least: attainableText(analysis, lang),
    }),
    ...secondaryText(analysis, lang),
    ...analysis.guardrails.map((guardrail) => guardrailText(guardrail, lang)),
  );
  if (analysis.sample_ratio?.alarm)
    lines.push(text(lang, "describe.ratio", { evidence: figure(analysis.sample_ratio.evidence) }));
  for (const { arm, verdict, estimate, p: adjusted } of analysis.others ?? [])
    lines.push(
      text(lang, "describe.other", {
        arm,
        verdict: text(lang, `verdict-name.${verdict}`),
        lift: percent(estimate.lift),
        p: figureOrDash(adjusted),
      }),
    );
  return [...lines, ...warnings];
}

function guardrailText(
  { arm, metric: id, treated, events, evidence, alarm }: Guardrail,
  lang: Lang,
): string {
  const metric = metricName(lang, id);
  if (events === 0) return text(lang, "describe.guardrail-none", { metric });
  return text(lang, "describe.guardrail", {
    metric,
    arm,
    treated,
    events,
    evidence: figure(evidence),
    alarm: alarm ? "yes" : "no",
  });
}

/** The lift and its interval, or why there is none. */
function liftText({ primary: id, estimate }: Analysis, lang: Lang): string {
  const primary = metricTitle(lang, id);
  const { lift, low, high } = estimate;
  const bounded = low !== null || high !== null;
  if (lift === null && !bounded) return text(lang, "describe.no-lift", { primary });
  const range = bounded
    ? text(lang, "describe.range", { low: percent(low), high: percent(high) })
    : text(lang, "describe.unbounded");
  return text(lang, "describe.lift", { primary, lift: percent(lift), range });
}

/** A verdict on the second arm against the first, as one sentence; of an A/A run, whether it is as it should be. */
export function verdictText(
  of: Pick<Analysis, "verdict" | "arms" | "arms_alike" | "so_far">,
  lang: Lang,
): string {
  const { verdict, arms, so_far: soFar } = of;
  const [first = "", second = ""] = arms;
  if (!of.arms_alike || verdict === "unanswerable")
    return text(lang, `verdict.${verdict}`, { first, second });
  if (ALARMS.has(verdict)) return text(lang, "alike.alarm", { first, second });
  if (!soFar) return text(lang, "alike.calm", { first, second });
  // Before the end nothing can be called as it should be.
  const { day, horizon } = soFar;
  return text(lang, "alike.so-far", { day, horizon, first, second });
}

/** Never zero, however many coins fall: half a chance to the power of thousands is written as what it is below. */
const attainableText = ({ attainable_p: p }: Analysis, lang: Lang): string =>
  p < 0.0001 ? text(lang, "figure.below", { p: "0.0001" }) : figure(p);

/** A warning's sentence. */
export function warningText({ code, params }: Warning, lang: Lang): string {
  const shown = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === "number" ? figure(value) : value,
  ]);
  return sentenceOf([text], lang, { code, params: Object.fromEntries(shown) }) ?? code;
}
