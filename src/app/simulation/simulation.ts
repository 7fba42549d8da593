import { UserError } from "../../core/errors.js";
import { daysRead, rowsOfRun } from "../../domain/experiment/analysis/standing.js";
import type { Analysis, Verdict } from "../../domain/experiment/analysis/verdict.js";
import type { Row } from "../../domain/experiment/data/data.js";
import type { Design } from "../../domain/experiment/design/design.js";
import { designOf, PRE_DAYS } from "../../domain/experiment/design/register.js";
import { orientedTo } from "../../domain/experiment/report/oriented.js";
import type { Effect } from "../../domain/simulate/effect.js";
import { favouredArm } from "../../domain/simulate/heard.js";
import type { Ledger } from "../../domain/simulate/world.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import { openSimulatedTown, type SimulatedTown } from "./town.js";

/** When the operator types; the first block begins at the midnight after it. */
const EVENING = 20;

export type Wish = {
  readonly version: PlaybookVersion;
  readonly seed: string;
  /** After the pre-period. */
  readonly days: number;
  readonly groups: number;
  readonly members: number;
  /** One for each experiment that is started. */
  readonly effects: readonly Effect[];
};

export type Conclusion = {
  readonly experiment: string;
  /** The arm the effect was planted for, and the effect; relative, 0.3 = +30 %. */
  readonly arm: string;
  readonly planted: number;
  readonly state: "running" | "settled" | "stopped";
  /** The last day of it that counts, and why it ended there. */
  readonly until: number;
  readonly why?: string;
  /** Of the arm the effect was planted for. */
  readonly verdict: Verdict;
  readonly analysis: Analysis;
  /** What its chart is drawn from. */
  readonly data: { readonly design: Design; readonly rows: readonly Row[] };
};

export type Simulation = {
  readonly ledger: Ledger;
  readonly conclusions: readonly Conclusion[];
  /** What the runtime could not digest; none is the rule. */
  readonly bugs: readonly string[];
};

/** Runs a synthetic community from the eve of the pre-period to the last of its days. The same wish gives the same story. */
export async function runSimulation(wish: Wish): Promise<Simulation> {
  const { playbook } = wish.version;
  const rules = wish.effects.map(({ experiment }) => playbook.experiments[experiment]);
  const pools = [...new Set(rules.map((rule) => rule?.pool ?? mainPool(playbook)))];
  const town = await openSimulatedTown({ ...wish, pools });
  try {
    await town.moveIn();
    for (let day = 0; day < PRE_DAYS + wish.days; day += 1) {
      await town.open(day);
      if (day === PRE_DAYS - 1) {
        await town.reach(day, EVENING);
        for (const { experiment } of wish.effects) await start(town, experiment);
      }
      await town.reach(day + 1);
    }
    const conclusions: Conclusion[] = [];
    for (const effect of wish.effects) conclusions.push(await conclude(town, effect));
    return { ledger: town.world.ledger, conclusions, bugs: town.bugs };
  } finally {
    await town.end();
  }
}

/** The pool of the playbook's first chat: where its schedules speak. */
const mainPool = ({ groups }: PlaybookVersion["playbook"]): string =>
  Object.values(groups.chats)[0]?.pool ?? Object.keys(groups.pools)[0] ?? "";

/** As an operator does it, in chat. @throws UserError SIMULATE_NOT_STARTED with what the bot said */
async function start(town: SimulatedTown, experiment: string): Promise<void> {
  const shown = await town.command(`/experiment start ${experiment}`);
  const said = await town.command("/yes");
  const known = await town.experiments.experiments(town.playbook.client);
  if (known.some(({ id, run }) => id === experiment && run)) return;
  throw new UserError("SIMULATE_NOT_STARTED", { id: experiment, said: `${shown}\n${said}` });
}

async function conclude(town: SimulatedTown, { experiment, lift }: Effect): Promise<Conclusion> {
  const { playbook } = town;
  const rule = playbook.experiments[experiment];
  if (!rule) throw new Error(`no experiment ${experiment}`);
  const { record, until, analysis } = await town.experiments.reportExperiment(
    playbook.client,
    experiment,
  );
  const arm = favouredArm(rule);
  const { running } = record;
  const rollups = await town.store.rollups(playbook.client, daysRead(running));
  const rows = rowsOfRun(running, rollups).filter(({ day }) => day <= until);
  return {
    experiment,
    arm,
    planted: lift,
    state: record.state,
    until,
    ...(record.why ? { why: record.why } : {}),
    verdict: orientedTo(analysis, arm).verdict,
    analysis,
    data: { design: designOf(record.registration), rows },
  };
}
