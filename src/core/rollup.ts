import type { Fact } from "./fact.js";

/** Sums of one group on one local day, `YYYY-MM-DD`; a sum that is absent is zero. Money in minor units. */
export type Rollup = {
  readonly group: string;
  readonly day: string;
  readonly sums: Readonly<Record<string, number>>;
};

/** How facts become rollups. A store adds up what it is told, whatever that is. */
export type Tally = {
  /** Raised when the same facts add something else: a store then makes its rollups anew. */
  readonly version: number;
  /** What one fact adds, in whole numbers; undefined for nothing. */
  readonly of: (client: string, fact: Fact) => Rollup | undefined;
};
