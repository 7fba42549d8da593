import type { DataColumn } from "../design/metrics.js";

export type Verdict = "effective" | "harmful" | "no_difference" | "insufficient" | "unanswerable";

/** Something the reader should know about how the figures came about. */
export type Warning = {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
};

export type LookResult = {
  readonly day: number;
  /** X = S/√ΣD² of the observed randomisation. */
  readonly statistic: number;
  /** The part of α that may have been spent by this day. */
  readonly spent: number;
  /** "No effect at all" has been rejected by this day. */
  readonly rejected: boolean;
};

export type Guardrail = {
  /** The arm that is watched, against the first. */
  readonly arm: string;
  readonly metric: "leave_rate" | "complaint_rate";
  readonly events: number;
  readonly treated: number;
  /** The treated arm's share of member-days: what chance would give it of the events. */
  readonly share: number;
  /** E-value by the coins that assigned the groups; pause the arm at 20. */
  readonly evidence: number;
  /** E-value by the beta mixture, which takes events for independent; shown, not judged by. */
  readonly evidence_if_independent: number;
  readonly alarm: boolean;
};

export type SampleRatio = {
  readonly counts: readonly number[];
  readonly expected: readonly number[];
  /** E-value; alarm at 1000. */
  readonly evidence: number;
  readonly alarm: boolean;
};

/** A test as if one had looked once, at the end. */
export type PlainTest = { readonly t: number; readonly df: number; readonly p: number };

/** Figures that hold for one look only: not peeking-calibrated, and no verdict rests on them. */
export type Secondary = {
  /** P(lift > 0). */
  readonly chance: number;
  /** What choosing each arm for all groups is expected to lose a week; null where nothing came in. */
  readonly loss_per_week: Readonly<Record<string, number>> | null;
  /** What the losses are counted in; money as the data have it, of the bot's own runs in minor units. */
  readonly unit: DataColumn;
  /** Of parallel designs. */
  readonly permutation?: { readonly p: number; readonly exact: boolean };
  readonly cluster_mean_t?: PlainTest;
  readonly cr2?: PlainTest;
};

/** How much of a run has been looked at. */
export type SoFar = { readonly day: number; readonly horizon: number };

/** What `analyze` prints as JSON. Lifts are relative (0.3 = +30 %); null where the data give no bound. */
export type Analysis = {
  readonly design: "switchback" | "parallel" | "member";
  readonly arms: readonly string[];
  readonly primary: string;
  readonly looks: readonly LookResult[];
  readonly estimate: {
    readonly lift: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
  /** Of the final look as a plain randomisation test; null without data. */
  readonly p: number | null;
  /** The e-value, safe at any time; null where the design gives none. */
  readonly evidence: number | null;
  /** The day the verdict fell. */
  readonly stopped_on: number | null;
  readonly verdict: Verdict;
  /** Days still needed if the lift stays as estimated; null when more days don't help or aren't needed. */
  readonly more_days: number | null;
  readonly attainable_p: number;
  readonly guardrails: readonly Guardrail[];
  readonly sample_ratio: SampleRatio | null;
  readonly warnings: readonly Warning[];
  /** Null where there is too little to tell. */
  readonly not_peeking_calibrated: Secondary | null;
  /** No arm changes anything: an A/A run. */
  readonly arms_alike?: boolean;
  /** Of an A/A run before its horizon: so far. */
  readonly so_far?: SoFar;
  /** Of the bot's own runs: the currency whose minor units money is counted in. */
  readonly currency?: string;
  /** With three arms or more: each later arm against the first, p adjusted by Holm. */
  readonly others?: readonly (Pick<Analysis, "estimate" | "p" | "stopped_on" | "verdict"> & {
    readonly arm: string;
  })[];
};

/** A relative lift from a log lift; what isn't bounded is null. */
export const liftOf = (log: number | undefined): number | null =>
  log === undefined || !Number.isFinite(log) ? null : Math.expm1(log);
