import { type Assignment, assignSet } from "./assign.js";
import type { Registration } from "./registration.js";
import type { Analysis } from "./verdict.js";

/** One logged assignment: in this block, this group got this arm with this propensity. Blocks count from 0. */
export type Logged = Assignment & { readonly block: number; readonly group: string };
type Mismatch = {
  readonly problem: "wrong_arm" | "wrong_propensity" | "unknown_group" | "twice" | "absent";
  readonly block: number;
  readonly group: string;
  readonly expected?: string;
  readonly found?: string;
};
export type Verification = {
  readonly ok: boolean;
  readonly checked: number;
  readonly mismatches: readonly Mismatch[];
};

/**
 * Replays every logged assignment from the registration: each group of each block up to the last,
 * exactly once. One mismatch spoils the verdict.
 * @param log of designs `switchback` and `parallel`; a parallel design has block 0 only
 */
export function verifyAssignments(
  registration: Registration,
  log: readonly Logged[],
): Verification {
  const mismatches: Mismatch[] = [];
  const arms = registration.arms.map(({ key }) => key);
  const blocks = lastBlock(registration, log) + 1;
  const open = new Map<string, Assignment>();
  for (let block = 0; block < blocks; block += 1)
    for (const set of registration.sets)
      for (const [i, assignment] of assignSet(registration.experiment, block, set, arms).entries())
        open.set(`${block} ${set[i]}`, assignment);
  const seen = new Set<string>();
  const groups = new Set(registration.sets.flat());
  for (const { block, group, arm, propensity } of log) {
    const key = `${block} ${group}`;
    const expected = open.get(key);
    const at = { block, group };
    if (!groups.has(group) || !expected)
      mismatches.push({ ...at, problem: "unknown_group", found: arm });
    else if (seen.has(key)) mismatches.push({ ...at, problem: "twice", found: arm });
    else if (arm !== expected.arm)
      mismatches.push({ ...at, problem: "wrong_arm", expected: expected.arm, found: arm });
    else if (Math.abs(propensity - expected.propensity) > 1e-9)
      mismatches.push({
        ...at,
        problem: "wrong_propensity",
        expected: String(expected.propensity),
        found: String(propensity),
      });
    seen.add(key);
  }
  for (const [key, { arm }] of open)
    if (!seen.has(key)) {
      const [block, group] = key.split(" ") as [string, string];
      mismatches.push({ problem: "absent", block: Number(block), group, expected: arm });
    }
  return { ok: mismatches.length === 0, checked: log.length, mismatches };
}

function lastBlock(
  { design, horizonDays, blockDays }: Registration,
  log: readonly Logged[],
): number {
  if (design === "parallel") return 0;
  const planned = Math.ceil(horizonDays / blockDays) - 1;
  let last = -1;
  for (const { block } of log) if (Number.isInteger(block) && block > last) last = block;
  return Math.min(last, Math.max(planned, 0));
}

/** An analysis after its assignments were replayed: one mismatch voids the verdict, and is reported. */
export function spoil(analysis: Analysis, { ok, mismatches }: Verification): Analysis {
  if (ok) return analysis;
  const params = { mismatches: mismatches.length };
  return {
    ...analysis,
    verdict: "unanswerable",
    stopped_on: null,
    more_days: null,
    not_peeking_calibrated: null,
    warnings: [{ code: "ASSIGNMENT_MISMATCH", params }, ...analysis.warnings],
  };
}
