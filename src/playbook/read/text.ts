import { foldText } from "../../core/text/fold.js";
import { emojiCount, graphemes } from "../../core/text/graphemes.js";
import type { Persona } from "../../domain/persona/schema.js";
import type { Problem, Spot } from "../findings/finding.js";

/** Words the advertising law forbids; everyday uses such as 第一次 are let through. */
const AD_WORDS =
  /最低价|最便宜|最优惠|最佳|最好的|最高级|最先进|国家级|世界级|全球首|全国首|全网第一|顶级|极品|顶尖|绝对|万能|永久|特效|100\s*%\s*有效|百分之百有效|包治|根治|史无前例|独一无二|第一(?![次步天时个位回件眼口句杯单轮批期年月周名印])|唯一/g;
const SENTENCE = /[。！？!?；;…～~\n]+/;
/** What people put between signs so that a word isn't found: 最·低价. */
const BETWEEN = /(?<=\p{Script=Han})[\s·•.*_'"`^]+(?=\p{Script=Han})/gu;
const SLOTS = /\{\{.*?\}\}|\{%.*?%\}/gs;

/** Words nobody may say: the persona's own and the law's. */
export function wordProblems(text: string, banned: readonly string[], at: Spot): Problem[] {
  const said = text
    .split(/[\r\n]+/)
    .map(closed)
    .join("\n");
  const own = banned.filter((word) => said.includes(closed(word)));
  const law = [...new Set([...said.matchAll(AD_WORDS)].map(([word]) => word))];
  const rest = law.filter(
    (word) => !own.some((each) => closed(each).includes(word) || word.includes(closed(each))),
  );
  return [
    ...own.map((word): Problem => ({ code: "PLAYBOOK_BANNED_WORD", at, params: { word } })),
    ...rest.map((word): Problem => ({ code: "PLAYBOOK_AD_WORD", at, params: { word } })),
  ];
}

const closed = (text: string): string => foldText(text).replace(BETWEEN, "");

/** What is wrong with one variant of a persona's line as text. */
export function lineProblems(text: string, voice: Persona["voice"], at: Spot): Problem[] {
  const bare = text.replace(SLOTS, "");
  const problems = wordProblems(bare, voice.banned, at);
  const longest = Math.max(
    ...bare.split(SENTENCE).map((sentence) => graphemes(sentence.trim()).length),
  );
  const limit = voice.sentence_max;
  if (limit !== undefined && longest > limit) {
    problems.push({ code: "PLAYBOOK_SENTENCE_LONG", at, params: { length: longest, limit } });
  }
  const count = emojiCount(bare);
  if (voice.emoji_max !== undefined && count > voice.emoji_max) {
    problems.push({ code: "PLAYBOOK_EMOJI", at, params: { count, limit: voice.emoji_max } });
  }
  return problems;
}
