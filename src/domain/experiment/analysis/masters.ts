import { eBenjaminiHochberg } from "../../stats/multiplicity.js";
import { type TrackRecord, trackRecord } from "../../stats/track-record.js";
import type { Pooled } from "./pooled.js";
import type { Analysis, Verdict } from "./verdict.js";

/** A heuristic whose experiment has ended. */
export type Settled = {
  readonly master: string;
  /** What the master stated, 0 to 1. */
  readonly confidence: number;
  /** The arm that the claim is for. */
  readonly favours: string;
  readonly analysis: Pick<Analysis, "arms" | "verdict" | "others">;
};

/**
 * Whether a verdict bears a claim out: the favoured arm does better. A claim for the first arm holds when
 * every other arm does worse; no practical difference refutes either. Undefined while it is open.
 */
export function heldOf({
  favours,
  analysis,
}: Pick<Settled, "favours" | "analysis">): boolean | undefined {
  const [first, second] = analysis.arms;
  const verdicts = new Map<string | undefined, Verdict>(
    analysis.others?.map(({ arm, verdict }) => [arm, verdict]) ?? [[second, analysis.verdict]],
  );
  if (favours !== first) return settledAs("effective", verdicts.get(favours));
  const each = [...verdicts.values()].map((verdict) => settledAs("harmful", verdict));
  if (each.includes(false)) return false;
  return each.includes(undefined) ? undefined : true;
}

function settledAs(wanted: Verdict, verdict: Verdict | undefined): boolean | undefined {
  return verdict === undefined || verdict === "insufficient" || verdict === "unanswerable"
    ? undefined
    : verdict === wanted;
}

export type Master = TrackRecord & {
  readonly master: string;
  /** From 1, alike for equal scores; null below five settled claims. */
  readonly rank: number | null;
};

/** Every master's record: the ranked by their Brier score, then the others by how much is settled. */
export function mastersOf(settled: readonly Settled[]): Master[] {
  const names = [...new Set(settled.map(({ master }) => master))];
  const records = names.map((master) => {
    const calls = settled.flatMap((one) => {
      const held = one.master === master ? heldOf(one) : undefined;
      return held === undefined ? [] : [{ confidence: one.confidence, held }];
    });
    return { master, ...trackRecord(calls) };
  });
  const ranked = records.filter((record) => record.ranked);
  const better = (score: number) => ranked.filter(({ brier }) => (brier as number) < score).length;
  return records
    .map((record) => ({
      ...record,
      rank: record.ranked ? 1 + better(record.brier as number) : null,
    }))
    .sort(
      (a, b) =>
        (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) ||
        b.calls - a.calls ||
        (a.master < b.master ? -1 : 1),
    );
}

/** A heuristic on the board: what it has to show at present. */
export type ClaimStanding = {
  readonly heuristic: string;
  readonly claim: string;
  /** The current e-value, not the highest ever; null where there is none yet. */
  readonly evidence: number | null;
  /** Of the favoured arm over the other, relative; null where it isn't known. */
  readonly lift: number | null;
  /** What other clients found, where at least two share it. */
  readonly elsewhere?: Pooled | undefined;
};

export type Ranked = ClaimStanding & {
  /** Among all on the board, "no effect" is rejected for this one. */
  readonly stands: boolean;
};

/**
 * The board of heuristics by evidence, the strongest first. Of those that stand a share of `alpha` at
 * most is expected to be false, whatever they have in common (e-BH).
 */
export function leaderboard(standings: readonly ClaimStanding[], alpha = 0.05): Ranked[] {
  const stands = eBenjaminiHochberg(
    standings.map(({ evidence }) => evidence ?? 1),
    alpha,
  );
  return standings
    .map((standing, i) => ({ ...standing, stands: stands[i] as boolean }))
    .sort((a, b) => (b.evidence ?? 0) - (a.evidence ?? 0) || (a.heuristic < b.heuristic ? -1 : 1));
}
