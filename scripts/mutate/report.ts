import type { Mutation } from "./mutations.js";
import type { Outcome } from "./trial.js";

export type Tried = Mutation & { readonly outcome: Outcome };
type Place = { readonly at: string; readonly before: string; readonly after: string };

export type Report = {
  readonly seed: string;
  readonly files: number;
  readonly planted: number;
  /** By tests, those that ran out of time included. */
  readonly killed: number;
  readonly timedOut: readonly Place[];
  readonly survived: readonly Place[];
  readonly undecided: readonly Place[];
  /** The tests let them through, and `npm run types` would not. */
  readonly caughtByCompiler: readonly Place[];
  /** Drawn and left out: they don't parse. */
  readonly invalid: number;
  /** Killed of those that were killed or survived; null where there are none. */
  readonly score: number | null;
};

/** What is printed at the end; faults in the order of their places, whichever was tried first. */
export function reportOf(
  tried: readonly Tried[],
  { invalid, seed }: Pick<Report, "invalid" | "seed">,
): Report {
  const places = (wanted: Outcome): Place[] =>
    tried
      .filter(({ outcome }) => outcome === wanted)
      .sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1))
      .map(({ file, line, before, after }) => ({ at: `${file}:${line}`, before, after }));
  const [timedOut, survived] = [places("timedOut"), places("survived")];
  const killed = places("killed").length + timedOut.length;
  const decided = killed + survived.length;
  return {
    seed,
    files: new Set(tried.map(({ file }) => file)).size,
    planted: tried.length,
    killed,
    timedOut,
    survived,
    undecided: places("undecided"),
    caughtByCompiler: places("caughtByCompiler"),
    invalid,
    score: decided > 0 ? Math.round((killed / decided) * 1000) / 1000 : null,
  };
}
