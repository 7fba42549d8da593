/** Days in local time, both included; of one group when given. */
export type RollupRange = { readonly from: string; readonly to: string; readonly group?: string };
/** A sum that is not what the facts add up to. */
export type Difference = {
  readonly group: string;
  readonly day: string;
  readonly sum: string;
  readonly stored: number;
  readonly fromFacts: number;
};
export type Rebuilt = {
  /** How many facts were read, and how many rows they make. */
  readonly facts: number;
  readonly rows: number;
  /** Rows of which facts have been forgotten: they stay as they are. */
  readonly sealed: number;
  /** How many sums differed, and the first of them by day and group. */
  readonly different: number;
  readonly first: readonly Difference[];
};
