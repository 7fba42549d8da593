import { precision, residual, type Side } from "../../stats/residual.js";
import type { Design } from "../design/design.js";
import type { Baseline } from "./baseline.js";
import type { Row } from "./data.js";
import type { Index } from "./rows.js";

/** One block of two groups after one of its days, in log units. */
export type GroupDifference = {
  readonly day: number;
  readonly value: number;
  readonly slope: number;
  readonly weight: number;
};

/** Rows and what is known of them before. */
export type DifferenceFrame = {
  readonly index: Index;
  readonly baseline: Baseline;
  readonly design: Design;
};

/** r(treated) − r(reference) of one block as it stands after each of its measured days. */
export function* differencesOf(
  { index, baseline, design }: DifferenceFrame,
  chosen: readonly [string, string],
  { first, last }: { readonly first: number; readonly last: number },
): Generator<GroupDifference> {
  const sums = chosen.map(() => ({ actual: 0, predicted: 0 })) as [Sum, Sum];
  const members = chosen.map((group) => index.get(group)?.get(first)?.members);
  let days = 0;
  for (let day = first + design.washout; day <= last; day += 1) {
    const today = chosen.map((group) => measured(index.get(group)?.get(day), baseline));
    if (today.some((value) => value === undefined)) continue;
    days += 1;
    for (const [i, sum] of sums.entries()) {
      members[i] ??= today[i]?.members as number;
      sum.actual += today[i]?.value as number;
      sum.predicted += (baseline.rates.get(chosen[i] as string) as number) * members[i];
    }
    const [reference, treated] = sums.map((sum) => residual(sum.actual, sum.predicted));
    yield {
      day,
      value: (treated as number) - (reference as number),
      // Both sides' mean: then the sign of what is left over still belongs to the coin alone.
      slope: (baseline.slopeOf(chosen[0], days) + baseline.slopeOf(chosen[1], days)) / 2,
      weight: precision(sums, days),
    };
  }
}
type Sum = { -readonly [key in keyof Side]: Side[key] };

function measured(
  row: Row | undefined,
  baseline: Baseline,
): { readonly members: number; readonly value: number } | undefined {
  // Before the start nobody counted means nobody knew; later an empty group has lost its members.
  if (!row || (row.day < 1 && !row.members)) return undefined;
  const value = baseline.unitsOf(row);
  return value === undefined ? undefined : { members: row.members ?? 0, value };
}
