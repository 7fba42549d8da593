import { DELTAS } from "../../stats/e-process.js";
import {
  attainableP,
  coinsNeeded,
  daysToFind,
  detectableLift,
  eventsToFind,
  parallelDays,
  parallelLift,
} from "../../stats/plan.js";
import { COINS_TO_ALARM } from "../analysis/guardrails.js";
import type { Basis } from "./basis.js";
import { blocksPerCoin, levelOf } from "./coins.js";
import { daysOf, type Experiment } from "./schema.js";

/** What can be said of an experiment before it starts. Lifts are relative, 0.05 = +5 %. */
export type Plan = {
  readonly design: Experiment["design"];
  readonly primary: Experiment["primary"];
  readonly arms: number;
  readonly groups: number;
  /** Matched sets, one group of each arm in them; members have none. */
  readonly sets: number;
  readonly horizon: number;
  /** Days that a group keeps its arm. */
  readonly block: number;
  readonly washout: number;
  /** Times that a coin falls: once per set and so many blocks; of members, the expected events. */
  readonly coins: number;
  readonly blocksPerCoin: 1 | 2;
  /** Guardrails are listed, but the coins are too few for any of them to alarm. */
  readonly unguarded: boolean;
  /** The α that one arm against the first may spend on this clock. */
  readonly level: number;
  readonly attainable: number;
  /** Whether any outcome of the coins could bring a verdict. */
  readonly reachable: boolean;
  /** The fewest groups, and of a switchback the fewest days, with which one could. */
  readonly needed: { readonly groups: number; readonly days: number | null };
  /** Found with 80 % power by the horizon. */
  readonly detectable: number;
  readonly smallest: number;
  /** Days until a lift is found with 80 % power; null when never. The smallest interesting is among them. */
  readonly days: readonly { readonly lift: number; readonly days: number | null }[];
  /** Groups with which the smallest interesting lift is found by the horizon; null when no number does. */
  readonly groupsForSmallest: number | null;
  /** Every weekday at least twice. */
  readonly weekdays: boolean;
  readonly basis: Basis;
};

const LIFTS = [0.05, 0.1, 0.15, 0.3];
const WEEKDAYS = 14;

/** Figures of the planner. Powers are those of a normal test at the horizon, so they are about right. */
export function planOf(experiment: Experiment, groups: number, basis: Basis): Plan {
  const arms = Object.keys(experiment.arms).length;
  const horizon = daysOf(experiment.horizon) ?? 1;
  const parallel = experiment.design === "parallel";
  const block = parallel ? horizon : (daysOf(experiment.block) ?? 1);
  const washout = parallel ? 0 : (daysOf(experiment.washout) ?? 0);
  const level = levelOf(experiment.alpha, arms, experiment.clocks);
  const { smallest_interesting: smallest } = experiment;
  const lifts = [...new Set([...(smallest > 0 ? [smallest] : []), ...LIFTS])].sort((a, b) => a - b);
  const given = { horizon, block, washout, level, arms, groups, basis, experiment };
  const figures = experiment.design === "member" ? ofMembers(given) : ofGroups(given);
  return {
    design: experiment.design,
    primary: experiment.primary,
    arms,
    groups,
    horizon,
    block,
    washout,
    level,
    smallest,
    ...figures.shape,
    reachable: figures.shape.attainable <= level,
    unguarded:
      experiment.design !== "member" &&
      experiment.guardrails.length > 0 &&
      figures.shape.coins < COINS_TO_ALARM,
    days: lifts.map((lift) => ({ lift, days: finite(figures.daysTo(lift)) })),
    groupsForSmallest: smallest > 0 ? finite(figures.groupsTo(smallest)) : null,
    weekdays: horizon >= WEEKDAYS,
    basis,
  };
}

type Given = Pick<Plan, "horizon" | "block" | "washout" | "level" | "arms" | "groups" | "basis"> & {
  readonly experiment: Experiment;
};
type Figures = {
  readonly shape: Pick<
    Plan,
    "sets" | "coins" | "blocksPerCoin" | "attainable" | "needed" | "detectable"
  >;
  readonly daysTo: (lift: number) => number;
  readonly groupsTo: (lift: number) => number;
};

function ofGroups({
  horizon,
  block,
  washout,
  level,
  arms,
  groups,
  basis,
  experiment,
}: Given): Figures {
  const sets = Math.floor(groups / arms);
  const blocks = Math.floor(horizon / block);
  const perCoin = blocksPerCoin({ design: experiment.design, arms, sets, blocks, level });
  const falls = Math.ceil(blocks / perCoin);
  const question = {
    pairs: sets,
    variance: basis.variance,
    alpha: level,
    persistent: basis.persistent,
  };
  const parallel = experiment.design === "parallel";
  // Of a block only what follows the washout counts; the calendar goes on all the same.
  const counted = (block - washout) / block;
  const daysTo = (lift: number): number => {
    if (sets === 0) return Number.POSITIVE_INFINITY;
    if (parallel) return parallelDays(lift, question);
    return block * Math.ceil(daysToFind(lift, question) / counted / block);
  };
  const one = { ...question, pairs: 1 };
  const forOne = parallel
    ? (lift: number) => Math.log1p(parallelLift(horizon, one)) ** 2 / Math.log1p(lift) ** 2
    : (lift: number) => daysToFind(lift, one) / (horizon * counted);
  const least = Math.ceil(coinsNeeded(level) / blocks);
  return {
    shape: {
      sets,
      coins: sets * falls,
      blocksPerCoin: perCoin,
      attainable: attainableP({ design: "switchback", pairs: sets, blocks: falls }),
      needed: {
        groups: least * arms,
        days: parallel || sets === 0 ? null : Math.ceil(coinsNeeded(level) / sets) * block,
      },
      detectable: parallel
        ? parallelLift(horizon, question)
        : detectableLift(horizon * counted, question),
    },
    daysTo,
    groupsTo: (lift) => Math.max(least, Math.ceil(forOne(lift))) * arms,
  };
}

function ofMembers({ horizon, level, groups, basis, experiment }: Given): Figures {
  const second = Object.keys(experiment.arms)[1] ?? "";
  const propensity = experiment.weights?.[second] ?? 0.5;
  const daily = groups * (basis.events ?? 0);
  const events = Math.floor(daily * horizon);
  const question = { propensity, bets: DELTAS.length, alpha: level };
  const eventsTo = (lift: number) => eventsToFind(lift, question);
  const rarer = Math.min(propensity, 1 - propensity);
  const least = Math.ceil(Math.log(level / 2) / Math.log(rarer));
  const perGroup = (basis.events ?? 0) * horizon;
  const unit = eventsTo(Math.E - 1);
  return {
    shape: {
      sets: 0,
      coins: events,
      blocksPerCoin: 1,
      attainable: attainableP({ design: "member", events, propensity }),
      needed: {
        groups: Math.ceil(least / perGroup),
        days: daily > 0 ? Math.ceil(least / daily) : null,
      },
      detectable: Math.expm1(Math.sqrt(unit / events)),
    },
    daysTo: (lift) => Math.ceil(eventsTo(lift) / daily),
    groupsTo: (lift) => Math.ceil(eventsTo(lift) / perGroup),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
