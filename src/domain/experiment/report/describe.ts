import type { Analysis, Verdict, Warning } from "../analysis/verdict.js";
import { isVoid } from "../audit/void.js";
import { figure, type Lang, percent } from "./figures.js";
import { secondaryText } from "./secondary-text.js";
import { ANALYSIS_WARNINGS } from "./texts.js";

const VERDICTS: Readonly<Record<Verdict, readonly [zh: string, en: string]>> = {
  effective: ["有效：{second} 比 {first} 好。", "Effective: {second} does better than {first}."],
  harmful: ["有害：{second} 比 {first} 差。", "Harmful: {second} does worse than {first}."],
  no_difference: [
    "无实质差异：{second} 和 {first} 的差别小到不值得在意。",
    "No practical difference: {second} and {first} are closer than matters.",
  ],
  insufficient: [
    "证据不足：还看不出 {second} 和 {first} 谁好。",
    "Insufficient evidence: {second} and {first} can't be told apart yet.",
  ],
  unanswerable: [
    "设计无法回答：照这个设计，永远分不出 {second} 和 {first}。",
    "Unanswerable: this design can never tell {second} from {first}.",
  ],
};

/** What is found where nothing can be is an alarm about the measuring. */
const ALARM = [
  "报警：{first} 和 {second} 一模一样，算盘却看出了差别。",
  "Alarm: {first} and {second} are alike, yet the abacus sees a difference.",
] as const;
const CALM = [
  "正常：{first} 和 {second} 一模一样，算盘没有看出差别。",
  "As it should be: {first} and {second} are alike, and the abacus sees no difference where there is none.",
] as const;
const ALARMS: ReadonlySet<Verdict> = new Set(["effective", "harmful"]);
/** Before the end nothing can be called as it should be. */
const SO_FAR = [
  "到第 {day}/{horizon} 天还没有报警：{first} 和 {second} 一模一样，算盘还没有看出差别。",
  "No alarm by day {day} of {horizon}: {first} and {second} are alike, and the abacus sees no difference so far.",
] as const;
/** Of an A/A run. */
const ALIKE: typeof VERDICTS = {
  ...VERDICTS,
  effective: ALARM,
  harmful: ALARM,
  no_difference: CALM,
  insufficient: CALM,
};

/** The design could answer, but what was recorded of the run is not what was registered. */
const VOID = [
  "结论作废：记录和登记对不上。",
  "Void: the records are not what was registered.",
] as const;

/** An analysis in sentences: plain words first, figures after them, warnings last. */
export function describe(analysis: Analysis, lang: Lang): string[] {
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  const warnings = analysis.warnings.map((warning) => warningText(warning, lang));
  if (isVoid(analysis)) return [say(...VOID), ...warnings];
  const { p, evidence, looks, stopped_on, more_days } = analysis;
  const lines = [verdictText(analysis, lang)];
  if (analysis.arms_alike && ALARMS.has(analysis.verdict))
    lines.push(
      say(
        "偶尔会是碰巧（二十次里最多一次）；先查记录和分群，再试真的。",
        "Now and then that is chance (one time in twenty at most); look into records and groups before you test anything.",
      ),
    );
  // Arms that are alike have no lift that could stay as it is.
  if (more_days !== null && !analysis.arms_alike)
    lines.push(
      say(
        `若提升保持现在的估计，大约还需 ${more_days} 天。`,
        `If the lift stays as estimated, about ${more_days} more days are needed.`,
      ),
    );
  if (stopped_on !== null)
    lines.push(say(`第 ${stopped_on} 天得出结论。`, `The verdict fell on day ${stopped_on}.`));
  lines.push(
    liftText(analysis, lang),
    [
      `p ${p === null ? "—" : figure(p)}`,
      `E ${evidence === null ? "—" : figure(evidence)}`,
      say(`看了 ${looks.length} 次`, `${looks.length} looks`),
      attainableText(analysis, lang),
    ].join(say("，", ", ")),
  );
  lines.push(...secondaryText(analysis, lang));
  for (const { arm, metric, treated, events, evidence: e, alarm } of analysis.guardrails)
    lines.push(
      events === 0
        ? say(`护栏 ${metric}：没有发生`, `Guardrail ${metric}: none happened`)
        : say(
            `护栏 ${metric}：${arm} 占 ${treated}/${events}，E ${figure(e)}${alarm ? "，报警：这一组要停" : ""}`,
            `Guardrail ${metric}: ${arm} has ${treated} of ${events}, E ${figure(e)}${alarm ? ", alarm: this arm must pause" : ""}`,
          ),
    );
  if (analysis.sample_ratio?.alarm)
    lines.push(
      say(
        `分组比例不对（E ${figure(analysis.sample_ratio.evidence)}）：随机或记录出了问题，先别信结论。`,
        `The arms' sizes don't fit the design (E ${figure(analysis.sample_ratio.evidence)}): randomisation or logging is broken, so don't trust the verdict yet.`,
      ),
    );
  for (const { arm, verdict, estimate: other, p: adjusted } of analysis.others ?? [])
    lines.push(
      `${arm}: ${VERDICTS[verdict][lang === "en" ? 1 : 0].split(/[：:]/)[0]}, ${percent(other.lift)}, Holm p ${adjusted === null ? "—" : figure(adjusted)}`,
    );
  return [...lines, ...warnings];
}

/** The lift and its interval, or why there is none. */
function liftText({ primary, estimate }: Analysis, lang: Lang): string {
  const { lift, low, high } = estimate;
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  if (lift === null && low === null && high === null)
    return say(`${primary}：还没有数据，算不出提升`, `${primary}: no data yet, so no lift`);
  const range =
    low === null && high === null
      ? say("数据还少，定不下来", "too few data to bound it")
      : `${percent(low)} … ${percent(high)}`;
  return say(
    `${primary}：提升 ${percent(lift)}（区间 ${range}）`,
    `${primary}: lift ${percent(lift)} (interval ${range})`,
  );
}

/** A verdict on the second arm against the first, as one sentence; of an A/A run, whether it is as it should be. */
export function verdictText(
  {
    verdict,
    arms,
    arms_alike,
    so_far,
  }: Pick<Analysis, "verdict" | "arms" | "arms_alike" | "so_far">,
  lang: Lang,
): string {
  const full = (arms_alike ? ALIKE : VERDICTS)[verdict];
  return (full === CALM && so_far ? SO_FAR : full)[lang === "en" ? 1 : 0]
    .replace("{day}", () => String(so_far?.day))
    .replace("{horizon}", () => String(so_far?.horizon))
    .replace("{first}", () => arms[0] ?? "")
    .replace("{second}", () => arms[1] ?? "");
}

/** Never zero, however many coins fall: half a chance to the power of thousands is written as what it is below. */
function attainableText({ attainable_p: p }: Analysis, lang: Lang): string {
  const en = lang === "en";
  const least = p < 0.0001 ? (en ? "below 0.0001" : "小于 0.0001") : figure(p);
  return en ? `attainable p ${least}` : `可达到的最小 p ${least}`;
}

/** A warning's sentence. */
export function warningText({ code, params }: Warning, lang: Lang): string {
  const text = ANALYSIS_WARNINGS[code]?.[lang === "en" ? 1 : 0] ?? code;
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = params[name] ?? "";
    return typeof value === "number" ? figure(value) : value;
  });
}
