import { PRE_DAYS } from "../design/register.js";
import { type DifferenceFrame, differencesOf } from "./difference.js";
import { type Block, type Drift, observe, type Past } from "./drift.js";

/** Two groups in one order, whichever of them is treated. */
export const nameOf = (groups: readonly [string, string]): string => [...groups].sort().join("|");

/** The pre-period of every two groups that may meet, by name; none where a block is as long as it. */
export function pastOf(
  { design, ...scene }: DifferenceFrame,
  sets: readonly (readonly string[])[],
  block: number,
): ReadonlyMap<string, Past> {
  const unwashed = { ...scene, design: { ...design, washout: 0 } };
  if (block >= PRE_DAYS) return new Map();
  const pairs = sets.flatMap((set) =>
    set.flatMap((one, i) =>
      set.slice(i + 1).map((other) => [one, other].sort() as [string, string]),
    ),
  );
  const days = Array.from({ length: PRE_DAYS }, (_, i) => i + 1 - PRE_DAYS);
  return new Map(
    pairs.map(([first, second]) => {
      const over = (from: number, length: number): Block | undefined => {
        const stretch = { first: from, last: from + length - 1 };
        const found = [...differencesOf(unwashed, [second, first], stretch)].at(-1);
        return found && { ...found, sign: 1, days: length };
      };
      const past = days.flatMap((from) => {
        const day = over(from, 1);
        return day ? [{ day, ahead: from + block > 1 ? undefined : over(from, block) }] : [];
      });
      return [nameOf([first, second]), past];
    }),
  );
}

/** The drift on the eve of an experiment. */
export const driftAtStart = (past: Past = [], memory: number): Drift | undefined =>
  past.reduce<Drift | undefined>((drift, { day }) => observe(drift, day, { memory }), undefined);
