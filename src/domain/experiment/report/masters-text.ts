import type { Master, Ranked } from "../analysis/masters.js";
import { figure, type Lang, percent } from "./figures.js";
import { pooledText } from "./pooled-text.js";

/** Every master's record, a line each. */
export function mastersText(masters: readonly Master[], lang: Lang): string[] {
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  if (masters.length === 0)
    return [say("还没有大师的说法有结论。", "No master's claim has been settled yet.")];
  return [
    say(
      "大师榜（分数是自信和结果差多远：0 最好，0.25 等于瞎猜）",
      "Masters (the score is how far their confidence was from the outcome: 0 is perfect, 0.25 a shrug)",
    ),
    ...masters.map(({ master, rank, brier, hits, calls }) => {
      const place = rank === null ? say("不排名", "no rank") : say(`第 ${rank} 名`, `no. ${rank}`);
      const score = brier === null ? "—" : brier.toFixed(3);
      const few =
        rank === null
          ? say(`，还差 ${5 - calls} 个有结论的说法`, `, ${5 - calls} more settled claims needed`)
          : "";
      return say(
        `${place} ${master}：${calls} 个说法中了 ${hits} 个，分数 ${score}${few}`,
        `${place} ${master}: ${hits} of ${calls} claims held, score ${score}${few}`,
      );
    }),
  ];
}

/** The board of heuristics, a line each. */
export function leaderboardText(board: readonly Ranked[], lang: Lang): string[] {
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  if (board.length === 0) return [say("还没有在试的经验。", "No heuristic is being tested yet.")];
  const standing = board.filter(({ stands }) => stands).length;
  return [
    say(
      `经验榜：${board.length} 条里 ${standing} 条站得住（一起看，站得住的里面预期最多 5% 是假的）`,
      `Heuristics: ${standing} of ${board.length} stand (taken together, at most 5 % of those are expected to be false)`,
    ),
    ...board.flatMap(({ claim, lift, evidence, stands, elsewhere }, i) => {
      const e = evidence === null ? "—" : figure(evidence);
      const own = say(
        `${i + 1}. ${claim}：${percent(lift)}，E ${e}，${stands ? "站得住" : "还不能算"}`,
        `${i + 1}. ${claim}: ${percent(lift)}, E ${e}, ${stands ? "stands" : "not yet"}`,
      );
      return [own, ...(elsewhere ? pooledText(elsewhere, lang) : [])];
    }),
  ];
}
