import type { Lang } from "../../../core/i18n.js";
import type { Master, Ranked } from "../analysis/masters.js";
import { figureOrDash, percent } from "./figures.js";
import { pooledText } from "./pooled-text.js";
import { text } from "./texts.js";

/** Below that many settled claims a master has no rank. */
const CALLS = 5;

/** Every master's record, a line each. */
export function mastersText(masters: readonly Master[], lang: Lang): string[] {
  if (masters.length === 0) return [text(lang, "masters.none")];
  const lines = masters.map(({ master, rank, brier, hits, calls }) => {
    const place =
      rank === null ? text(lang, "masters.no-rank") : text(lang, "masters.rank", { rank });
    const few = rank === null ? text(lang, "masters.few", { n: CALLS - calls }) : "";
    const score = brier === null ? "—" : brier.toFixed(3);
    return text(lang, "masters.line", { place, master, calls, hits, score, few });
  });
  return [text(lang, "masters.head"), ...lines];
}

/** The board of heuristics, a line each. */
export function leaderboardText(board: readonly Ranked[], lang: Lang): string[] {
  if (board.length === 0) return [text(lang, "board.none")];
  const standing = board.filter(({ stands }) => stands).length;
  return [
    text(lang, "board.head", { n: board.length, standing }),
    ...board.flatMap(({ claim, lift, evidence, stands, elsewhere }, i) => [
      text(lang, "board.line", {
        i: i + 1,
        claim,
        lift: percent(lift),
        evidence: figureOrDash(evidence),
        stands: stands ? "yes" : "no",
      }),
      ...(elsewhere ? pooledText(elsewhere, lang) : []),
    ]),
  ];
}
