import { type Assignment, assignSet } from "../design/assign.js";
import type { Registration } from "../design/registration.js";
import type { Tampering } from "./tampering.js";

/** One logged assignment: in this block, this group got this arm with this propensity. Blocks count from 0. */
export type Logged = Assignment & { readonly block: number; readonly group: string };
type Mismatch = {
  readonly problem: "wrong_arm" | "wrong_propensity" | "unknown_group" | "twice" | "absent";
  readonly block: number;
  readonly group: string;
  readonly expected?: string;
  readonly found?: string;
};
export type Audit = {
  readonly ok: boolean;
  readonly checked: number;
  readonly mismatches: readonly Mismatch[];
};
/** A check of all that is recorded of a run. */
export type Seal = Audit & {
  /** Its registration is the one that was hashed at its start. */
  readonly intact: boolean;
  readonly altered: readonly Tampering[];
};

/**
 * Replays every logged assignment from the registration: each group of each block that has
 * begun, exactly once. One mismatch spoils the verdict.
 * @param log of designs `switchback` and `parallel`; a parallel design has block 0 only
 * @param lived how many of its days are known to have begun; blocks that are logged beyond them count too
 */
export function auditAssignments(
  registration: Registration,
  log: readonly Logged[],
  lived = 0,
): Audit {
  const mismatches: Mismatch[] = [];
  const tossed = { ...registration, arms: registration.arms.map(({ key }) => key) };
  const blocks = blocksBegun(registration, log, lived);
  const open = new Map<string, Assignment>();
  for (let block = 0; block < blocks; block += 1)
    for (const set of registration.sets)
      for (const [i, assignment] of assignSet(tossed, block, set).entries())
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

function blocksBegun(
  { horizonDays, blockDays }: Registration,
  log: readonly Logged[],
  lived: number,
): number {
  let blocks = Math.ceil(lived / blockDays);
  for (const { block } of log) if (Number.isInteger(block) && block >= blocks) blocks = block + 1;
  return Math.min(blocks, Math.max(Math.ceil(horizonDays / blockDays), 1));
}
