import { localDay } from "../../core/time/local-day.js";
import { analysisOfRun, daysRead } from "../../domain/experiment/analysis/standing.js";
import type { Analysis } from "../../domain/experiment/analysis/verdict.js";
import { dateAfter, daysPassed } from "../../domain/experiment/design/current.js";
import type { ExperimentRecord, RunningExperiment } from "../../domain/experiment/design/run.js";
import { chartAlt } from "../../domain/experiment/report/chart-words.js";
import { describe } from "../../domain/experiment/report/describe.js";
import { noticeText } from "../../domain/experiment/report/notice.js";
import { orientedTo } from "../../domain/experiment/report/oriented.js";
import { sealText } from "../../domain/experiment/report/report-text.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext } from "../../engine/context.js";
import { openDecision } from "../../engine/decision.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import type { NewRow, Stored } from "../../store/port.js";
import { adoptionOf } from "./adopt.js";
import { endRun, pauseArms } from "./conclude.js";
import type { DayDeps } from "./deps.js";
import { changedBy } from "./freeze.js";
import { pictureOfRun } from "./picture.js";

type Ending = Parameters<typeof endRun>[2]["ending"];

/** How a run stands after its day `until`, from the rollups alone. */
export async function analysisOf(
  { store, playbooks }: Pick<DayDeps, "store" | "playbooks">,
  client: string,
  record: ExperimentRecord,
  until: number,
): Promise<Analysis> {
  const rollups = await store.rollups(client, daysRead(record.running));
  const analysis = analysisOfRun(record, { rollups, until });
  const currency = playbooks.current(client)?.playbook.currency;
  return currency === undefined ? analysis : { ...analysis, currency };
}

/**
 * The daily look of one experiment, as of the day before `today`: a verdict or the horizon ends it. A
 * guardrail pauses its arm, and ends it when no arm is left to compare. Operators hear of each, and of
 * shares that look wrong. Looks that were missed are harmless; one day is looked at once.
 */
export async function lookAt(
  deps: DayDeps,
  client: string,
  key: string,
  today: string,
): Promise<void> {
  const { store, playbooks } = deps;
  await commitWithRetry(store, async () => {
    const stored = await store.get(client, "experiment", key);
    if (stored?.value.state !== "running") return undefined;
    const { value: record, rev } = stored;
    const { running } = record;
    const until = daysPassed(running, today);
    if (until < 1 || until <= record.looked) return undefined;
    const analysis = await analysisOf(deps, client, record, until);
    const paused = struckNow(analysis, running);
    const ending = endingOf(analysis, { running, paused, until });
    const ratio = analysis.sample_ratio?.alarm === true && !record.ratioTold;
    const version = playbooks.current(client)?.hash ?? "";
    const value: ExperimentRecord = {
      ...record,
      looked: until,
      ...(ratio ? { ratioTold: true } : {}),
    };
    const looked: Stored<"experiment"> = { ...stored, value };
    const settled = ending?.why === "verdict";
    const adoption = settled ? adoptionOf(playbooks, client, { record, analysis }) : undefined;
    const adopt = adoption && !adoption.refused ? { arm: adoption.arm, version } : undefined;
    const { changes, facts } = ending
      ? await endRun(deps, client, { stored: looked, ending, adopt })
      : paused.length > 0
        ? await pauseArms(deps, client, { stored: looked, arms: paused, from: today })
        : { changes: [{ op: "put", kind: "experiment", key, value, rev } as const], facts: [] };
    const news = { analysis, ending, paused, adoption, experiment: running.experiment };
    const heard = ending || paused.length > 0 || ratio;
    const outbox = heard ? await notices(deps, client, { record, news, today }) : [];
    return { client, changes, outbox, facts };
  });
}

/** Ends the experiments that the playbook says otherwise since the bot was stopped, and says so. */
export async function endChanged(deps: DayDeps, client: string): Promise<void> {
  const { store, playbooks, clock } = deps;
  const version = playbooks.current(client);
  for (const { stored, paths } of version ? await changedBy(store, version) : []) {
    const { value: record } = stored;
    const today = localDay(clock.now(), version?.playbook.timezone ?? "UTC");
    const ending = { endedOn: daysPassed(record.running, today), why: "playbook" } as const;
    const analysis = await analysisOf(deps, client, record, ending.endedOn);
    const news = { analysis, ending, paths, experiment: record.running.experiment };
    const outbox = await notices(deps, client, { record, news, today });
    const ended = await endRun(deps, client, { stored, ending });
    await store.commit({ client, ...ended, outbox });
  }
}

/** The arms whose guardrail has struck and that aren't paused yet. */
const struckNow = ({ guardrails }: Analysis, { paused = {} }: RunningExperiment): string[] => [
  ...new Set(
    guardrails.flatMap(({ arm, alarm }) => (alarm && !Object.hasOwn(paused, arm) ? [arm] : [])),
  ),
];

function endingOf(
  { verdict, stopped_on: stopped }: Analysis,
  of: {
    readonly running: RunningExperiment;
    readonly paused: readonly string[];
    readonly until: number;
  },
): Ending | undefined {
  const { running, paused, until } = of;
  if (stopped !== null) return { endedOn: until, why: "verdict", verdict };
  const gone = [...Object.keys(running.paused ?? {}), ...paused];
  if (running.arms.slice(1).every((arm) => gone.includes(arm))) {
    return { endedOn: until, why: "guardrail", verdict };
  }
  return until >= running.horizonDays ? { endedOn: until, why: "horizon", verdict } : undefined;
}

type News = Parameters<typeof noticeText>[0];

/** What the operators are told, by way of one of the experiment's groups. */
async function notices(
  deps: DayDeps,
  client: string,
  { record, news, today }: { record: ExperimentRecord; news: News; today: string },
): Promise<readonly NewRow[]> {
  const now = deps.clock.now();
  const seed = `experiment:${record.running.run}:${dateAfter(today, -1)}`;
  for (const groupId of record.running.sets.flat()) {
    const context = await loadContext(deps, { client, groupId, now, seed });
    if (!context || context.group.value.gone) continue;
    const decision = openDecision(context);
    const { locale, experiments } = context.compiled.playbook;
    const { analysis } = news;
    const seen = orientedTo(analysis, experiments[news.experiment]?.favours);
    const until = news.ending?.endedOn ?? daysPassed(record.running, today);
    const png = await pictureOfRun(deps, client, { record, analysis, until });
    const picture = png === undefined ? undefined : { png, alt: chartAlt(locale) };
    const lines = [noticeText(news, locale), ...describe(seen, locale)];
    notifyOperators(decision, [...lines, sealText({ record, until }, locale)].join("\n"), picture);
    return decision.rows;
  }
  return [];
}
