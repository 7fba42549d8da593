import { localDay } from "../core/local-day.js";
import type { ExperimentRecord } from "../core/record.js";
import { dateAfter, dayNumber } from "../experiment/current.js";
import { describe } from "../experiment/describe.js";
import { noticeText } from "../experiment/notice.js";
import type { Registration } from "../experiment/registration.js";
import { seenFrom } from "../experiment/seen-from.js";
import { daysRead, standing } from "../experiment/standing.js";
import type { Analysis } from "../experiment/verdict.js";
import type { Change } from "../store/port.js";
import { attempt } from "./attempt.js";
import type { DayDeps } from "./day.js";
import { closeDraft, openDraft } from "./draft.js";
import { changedBy } from "./frozen.js";
import { pictureOfRun } from "./picture.js";
import { tellText } from "./tell.js";
import { loadView } from "./view.js";

type Ending = Pick<ExperimentRecord, "endedOn" | "why" | "verdict">;

/** How a run stands after its day `until`, from the rollups alone. */
export async function analysisOf(
  { store }: Pick<DayDeps, "store">,
  client: string,
  { running, registration }: ExperimentRecord,
  until: number,
): Promise<Analysis> {
  const rollups = await store.rollups(client, daysRead(running));
  return standing(running, registration as Registration, { rollups, until });
}

/**
 * The daily look of one experiment, as of the day before `today`: a verdict or the horizon ends it, so
 * does a guardrail; operators hear of each, and of shares that look wrong. Looks that were missed are
 * harmless; one day is looked at once.
 */
export async function lookAt(
  deps: DayDeps,
  client: string,
  key: string,
  today: string,
): Promise<void> {
  const { store, book, clock } = deps;
  await attempt(store, async () => {
    const stored = await store.get(client, "experiment", key);
    if (stored?.value.state !== "running") return undefined;
    const { value: record, rev } = stored;
    const { running } = record;
    const until = Math.min(dayNumber(running.start, today) - 1, running.horizonDays);
    if (until < 1 || until <= record.looked) return undefined;
    const analysis = await analysisOf(deps, client, record, until);
    const ending = endingOf(analysis, running.horizonDays, until);
    const ratio = analysis.sample_ratio?.alarm === true && !record.ratioTold;
    const version = book.edition(client)?.version ?? "";
    const value: ExperimentRecord = {
      ...record,
      looked: until,
      versions: [...new Set([...record.versions, version])],
      ...(ratio ? { ratioTold: true } : {}),
      ...(ending ? { ...ending, state: ending.why === "guardrail" ? "stopped" : "settled" } : {}),
    };
    const changes: Change[] = [{ op: "put", kind: "experiment", key, value, rev }];
    if (ending) changes.push(await leave(deps, client, { record, analysis, ending }));
    const news = { analysis, ending, experiment: running.experiment };
    const told = ending || ratio ? await tell(deps, client, { record, news, today }) : undefined;
    const facts = ending
      ? [
          {
            kind: "experiment_ended",
            at: clock.now(),
            data: {
              run: running.run,
              why: ending.why ?? "",
              verdict: ending.verdict ?? "",
              day: until,
            },
          },
        ]
      : [];
    const outbox = told?.outbox ?? [];
    return { client, changes, outbox, facts };
  });
}

/** Ends the experiments that the playbook says otherwise since the bot was stopped, and says so. */
export async function endChanged(deps: DayDeps, client: string): Promise<void> {
  const { store, book, clock } = deps;
  const edition = book.edition(client);
  for (const { key, rev, value: record } of edition ? await changedBy(store, edition) : []) {
    const { running } = record;
    const today = localDay(clock.now(), edition?.playbook.timezone ?? "UTC");
    const passed = dayNumber(running.start, today) - 1;
    const until = Math.max(0, Math.min(passed, running.horizonDays));
    const analysis = await analysisOf(deps, client, record, until);
    const ending = { endedOn: until, why: "playbook" } as const;
    const value: ExperimentRecord = { ...record, ...ending, state: "stopped" };
    const left = await leave(deps, client, { record, analysis, ending });
    const news = { analysis, ending, experiment: running.experiment };
    const told = await tell(deps, client, { record, news, today });
    const data = { run: running.run, why: "playbook", day: until };
    await store.commit({
      client,
      changes: [{ op: "put", kind: "experiment", key, value, rev }, left],
      outbox: told?.outbox ?? [],
      facts: [{ kind: "experiment_ended", at: clock.now(), data }],
    });
  }
}

function endingOf(analysis: Analysis, horizon: number, until: number): Ending | undefined {
  const { verdict, stopped_on: stopped } = analysis;
  if (stopped !== null) return { endedOn: until, why: "verdict", verdict };
  if (analysis.guardrails.some(({ alarm }) => alarm)) {
    return { endedOn: until, why: "guardrail", verdict };
  }
  return until >= horizon ? { endedOn: until, why: "horizon", verdict } : undefined;
}

/** The groups go back to the playbook as written, or all to the better arm where it says `adopt`. */
async function leave(
  { store, book }: DayDeps,
  client: string,
  { record, analysis, ending }: { record: ExperimentRecord; analysis: Analysis; ending: Ending },
): Promise<Change> {
  const { experiment, run } = record.running;
  const setting = await store.get(client, "setting", "client");
  const rule = book.edition(client)?.playbook.experiments[experiment];
  const better = ending.why === "verdict" && analysis.verdict === "effective";
  const arm = better && rule?.on_verdict === "adopt" ? analysis.arms[1] : undefined;
  const value = {
    ...setting?.value,
    running: (setting?.value.running ?? []).filter((one) => one.run !== run),
    ...(arm === undefined ? {} : { adopted: { ...setting?.value.adopted, [experiment]: arm } }),
  };
  return { op: "put", kind: "setting", key: "client", value, rev: setting?.rev ?? 0 };
}

type News = Parameters<typeof noticeText>[0];

/** Tells the operators, by way of one of the experiment's groups. */
async function tell(
  deps: DayDeps,
  client: string,
  { record, news, today }: { record: ExperimentRecord; news: News; today: string },
) {
  const now = deps.clock.now();
  const seed = `experiment:${record.running.run}:${dateAfter(today, -1)}`;
  for (const groupId of record.running.sets.flat()) {
    const view = await loadView(deps, { client, groupId, now, seed });
    if (!view || view.group.value.gone) continue;
    const draft = openDraft(view);
    const { locale } = view.stage.playbook;
    const favours = view.stage.playbook.experiments[news.experiment]?.favours ?? "";
    const lines = describe(seenFrom(news.analysis, favours), locale);
    const until = news.ending?.endedOn ?? dayNumber(record.running.start, today) - 1;
    const { analysis } = news;
    const png = await pictureOfRun(deps, { client, record, analysis, until, locale });
    tellText(draft, [noticeText(news, locale), ...lines].join("\n"), png);
    return closeDraft(draft);
  }
  return undefined;
}
