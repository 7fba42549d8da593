import { UserError } from "../../../core/errors.js";
import type { Rollup } from "../../../core/rollup.js";
import { logRate } from "../data/baseline.js";
import type { Row } from "../data/data.js";
import { blocksPerCoin, levelOf } from "./coins.js";
import { dayNumber } from "./current.js";
import type { Design } from "./design.js";
import { columnOf, columns, isMoney } from "./metrics.js";
import { pairGroups } from "./pairing.js";
import { canonicalJson, type Json, type Registration } from "./registration.js";
import { daysOf, type Experiment } from "./schema.js";

/** How long before its start an experiment looks back. */
export const PRE_DAYS = 14;
/** A group that was counted on fewer days can't be matched. */
const LEAST_DAYS = 7;
const DRAWS = 1999;
/** Money of a group-day is cut at this percentile of the pre-period unless the playbook says another. */
const WINSORISE = 0.99;

type Of = {
  readonly id: string;
  readonly experiment: Experiment;
  /** The playbook's version. */
  readonly version: string;
  /** Day 1. */
  readonly start: string;
  readonly groups: readonly string[];
  readonly rollups: readonly Rollup[];
};

/** Which groups would take part. */
export type Matched = {
  /** One group of each arm in every set. */
  readonly sets: readonly (readonly string[])[];
  /** Groups in no set. */
  readonly left: readonly string[];
  /** How many were counted on enough days. */
  readonly known: number;
  /** The days that are enough. */
  readonly days: number;
};

/**
 * The groups matched on their rates of the 14 days before the start. Those that were counted on fewer
 * than 7 of them are left out.
 */
export function matchGroups({
  experiment,
  start,
  groups,
  rollups,
}: Omit<Of, "id" | "version">): Matched {
  const column = columnOf(experiment.primary);
  const before = rowsOf(rollups, start).filter(({ day, members = 0 }) => day < 1 && members > 0);
  const rated = groups.flatMap((group) => {
    const own = before.filter((row) => row.group === group);
    if (own.length < LEAST_DAYS) return [];
    const total = own.reduce((sum, row) => sum + Math.max(0, row[column] ?? 0), 0);
    const memberDays = own.reduce((sum, row) => sum + (row.members ?? 0), 0);
    return [{ group, logRate: logRate(total / memberDays) }];
  });
  const { sets } = pairGroups(rated, Object.keys(experiment.arms).length);
  const paired = new Set(sets.flat());
  const left = groups.filter((group) => !paired.has(group));
  return { sets, left, known: rated.length, days: LEAST_DAYS };
}

/**
 * What is fixed before an experiment starts.
 * @throws UserError EXPERIMENT_DESIGN_MEMBER, EXPERIMENT_GROUPS_FEW
 */
export function register({ id, experiment, version, start, groups, rollups }: Of): {
  readonly registration: Registration;
  readonly left: readonly string[];
} {
  if (experiment.design === "member") throw new UserError("EXPERIMENT_DESIGN_MEMBER", { id });
  const { sets, left, known, days } = matchGroups({ experiment, start, groups, rollups });
  if (sets.length === 0) {
    const need = Object.keys(experiment.arms).length;
    throw new UserError("EXPERIMENT_GROUPS_FEW", { id, need, known, days });
  }
  const run = `${id}@${start}`;
  const fixed = fixedBy(experiment);
  const {
    design,
    alpha,
    clocks,
    arms: { length: arms },
  } = fixed;
  const blocks = Math.ceil(fixed.horizonDays / fixed.blockDays);
  const level = levelOf(alpha, arms, clocks);
  const perCoin = blocksPerCoin({ design, arms, sets: sets.length, blocks, level });
  return {
    left,
    registration: {
      ...fixed,
      ...(perCoin === 2 && { blocksPerCoin: perCoin }),
      experiment: run,
      playbook: version,
      sets,
      draws: DRAWS,
      seed: run,
    },
  };
}

/** What the playbook says of an experiment and may not say otherwise once it runs. */
function fixedBy(
  experiment: Experiment,
): Omit<Registration, "experiment" | "playbook" | "sets" | "blocksPerCoin" | "draws" | "seed"> {
  const days = (duration: string) => daysOf(duration) ?? 0;
  const column = columnOf(experiment.primary);
  const money = isMoney(column);
  const horizonDays = days(experiment.horizon);
  const whole = experiment.design === "parallel";
  return {
    arms: Object.entries(experiment.arms).map(([key, patch]) => ({
      key,
      patch: patch as { [path: string]: Json },
    })),
    design: experiment.design,
    blockDays: whole ? horizonDays : days(experiment.block),
    washoutDays: whole ? 0 : days(experiment.washout),
    horizonDays,
    primary: experiment.primary,
    guardrails: experiment.guardrails,
    smallestInteresting: experiment.smallest_interesting,
    alpha: experiment.alpha,
    clocks: experiment.clocks,
    winsorise: money ? (experiment.winsorise ?? WINSORISE) : null,
  };
}

/** Whether a playbook still says of an experiment what was registered; undefined: it is gone. */
export function isAsRegistered(
  registration: Registration,
  experiment: Experiment | undefined,
): boolean {
  if (!experiment) return false;
  const { experiment: _, playbook, sets, blocksPerCoin: __, draws, seed, ...fixed } = registration;
  return canonicalJson(fixed) === canonicalJson(fixedBy(experiment));
}

/** The registration as the design that `analyze` judges by. */
export function designOf(registration: Registration): Design {
  const { design, arms, primary, alpha, sets, clocks, winsorise, draws, seed } = registration;
  return {
    design,
    arms: arms.map(({ key }) => key),
    primary: primary as Design["primary"],
    alpha,
    horizon: registration.horizonDays,
    block: registration.blockDays,
    washout: registration.washoutDays,
    blocks_per_coin: registration.blocksPerCoin ?? 1,
    pairs: sets.map((set) => [...set]),
    smallest_interesting: registration.smallestInteresting,
    draws,
    seed,
    clocks,
    propensity: 0.5,
    ...(winsorise === null ? {} : { winsorise }),
  };
}

/**
 * Rollups as rows, days counted from the start. A column that was added to on no day of any group was
 * not measured; on a day whose members are known the others are zero where nothing was added. Days
 * whose members nobody counted are left out: missing, not zero.
 * @param armOf a group's arm on a day, where it has one.
 */
export function rowsOf(
  rollups: readonly Rollup[],
  start: string,
  armOf: (group: string, day: string) => string | undefined = () => undefined,
): Row[] {
  const measured = columns().filter(
    (column) => column !== "margin" || rollups.some(({ sums }) => sums.margin !== undefined),
  );
  return rollups.flatMap(({ group, day, sums }, index): Row[] => {
    if (sums.members === undefined) return [];
    const arm = armOf(group, day);
    const columns = Object.fromEntries(measured.map((column) => [column, sums[column] ?? 0]));
    const row = { group, day: dayNumber(start, day), line: index + 1, ...columns };
    return [arm === undefined ? row : { ...row, arm }];
  });
}
