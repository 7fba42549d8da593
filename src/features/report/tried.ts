import type { Analysis } from "../../domain/experiment/analysis/verdict.js";
import { dateAfter, dayNumber } from "../../domain/experiment/design/current.js";
import type { Registration } from "../../domain/experiment/design/registration.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import { orientedTo } from "../../domain/experiment/report/oriented.js";
import type { Deps } from "../../engine/feature.js";
import { standingOf } from "../experiment/standing.js";
import type { Span } from "./span.js";

type About = {
  readonly id: string;
  readonly run: string;
  /** The claim that it is to decide, and whose it is. */
  readonly claim?: { readonly text: string; readonly master: string };
  readonly arms: Registration["arms"];
  readonly primary: string;
  readonly start: string;
  readonly horizon: number;
};

/**
 * An experiment that ran in the week. Of one that still ran at its end nothing is said but how far it was: what it
 * would find is nobody's to know before its end.
 */
export type Tried =
  | (About & { readonly state: "running"; readonly day: number; readonly left: number })
  | (About & {
      readonly state: "ended";
      readonly day: number;
      readonly on: string;
      readonly why: NonNullable<ExperimentRecord["why"]>;
      readonly by?: string;
      /** As a statement for the arm that its claim is for. */
      readonly analysis: Analysis;
    });

type TriedDeps = Pick<Deps, "store" | "playbooks" | "clock">;

/** The date on which a run ended: its verdict, its horizon and a guardrail fall with the end of a day, others on the day after its last whole one. */
function endOf({ running, endedOn, why }: ExperimentRecord): string | undefined {
  if (endedOn === undefined) return undefined;
  const atMidnight = why === "verdict" || why === "horizon" || why === "guardrail";
  return dateAfter(running.start, atMidnight ? endedOn - 1 : endedOn);
}

/** The client's experiments that ran in the week, those that ended in it first. */
export async function triedIn(
  deps: TriedDeps,
  client: string,
  week: Pick<Span, "from" | "to">,
  until: string,
): Promise<readonly Tried[]> {
  const found: Tried[] = [];
  for (const { value: record } of await deps.store.list(client, "experiment")) {
    const { start } = record.running;
    const end = endOf(record);
    if (start > week.to || start > until || (end !== undefined && end < week.from)) continue;
    found.push(
      end !== undefined && end <= week.to
        ? await endedRun(deps, client, record, end)
        : stillRunning(aboutOf(deps, client, record), until),
    );
  }
  return [
    ...found.filter(({ state }) => state === "ended"),
    ...found.filter(({ state }) => state === "running"),
  ];
}

function stillRunning(about: About, until: string): Tried {
  const day = Math.min(Math.max(dayNumber(about.start, until), 0), about.horizon);
  return { ...about, state: "running", day, left: about.horizon - day };
}

async function endedRun(
  deps: TriedDeps,
  client: string,
  record: ExperimentRecord,
  on: string,
): Promise<Tried> {
  const { running, why = "operator", by } = record;
  const { until, analysis } = await standingOf(deps, client, record);
  const rule = deps.playbooks.current(client)?.playbook.experiments[running.experiment];
  const favours = record.claim?.favours ?? rule?.favours;
  return {
    ...aboutOf(deps, client, record),
    ...{ state: "ended", day: until, on, why },
    ...(by === undefined ? {} : { by }),
    analysis: orientedTo(analysis, favours),
  };
}

function aboutOf(deps: TriedDeps, client: string, record: ExperimentRecord): About {
  const { running, registration, claim } = record;
  const { experiment: id, run, start, horizonDays: horizon } = running;
  const said = claim && deps.playbooks.current(client)?.playbook.heuristics[claim.heuristic];
  return {
    ...{ id, run, start, horizon },
    ...(said ? { claim: { text: said.claim, master: said.master } } : {}),
    // A record that was spoiled may lack anything.
    arms: registration?.arms ?? [],
    primary: registration?.primary ?? "",
  };
}
