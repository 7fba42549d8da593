import { UserError } from "../../core/errors.js";
import type { Records } from "../../core/record.js";
import { localDay } from "../../core/time/local-day.js";
import {
  type ClaimStanding,
  leaderboard,
  mastersOf,
  type Settled,
} from "../../domain/experiment/analysis/masters.js";
import { isAA } from "../../domain/experiment/analysis/standing.js";
import { runningBy } from "../../domain/experiment/audit/tampering.js";
import { ASSUMED_BASIS, measuredBasis } from "../../domain/experiment/design/basis.js";
import { dateAfter, dayNumber, daysPassed } from "../../domain/experiment/design/current.js";
import { planOf } from "../../domain/experiment/design/plan.js";
import {
  matchGroups,
  PRE_DAYS,
  register,
  rowsOf,
} from "../../domain/experiment/design/register.js";
import { freeze } from "../../domain/experiment/design/registration.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import type { Experiment } from "../../domain/experiment/design/schema.js";
import { orientedTo } from "../../domain/experiment/report/oriented.js";
import type { PlanAbout } from "../../domain/experiment/report/plan-text.js";
import { armsAreAA } from "../../playbook/versions/a-a.js";
import { writtenIn } from "../../playbook/versions/version.js";
import type { Change, Stored } from "../../store/port.js";
import { auditRun, sha256 } from "./audit.js";
import { adoptedFact, adopting, endRun } from "./conclude.js";
import type { DayDeps } from "./deps.js";
import { pictureOfRun } from "./picture.js";
import { pooledOf } from "./pooled.js";
import { standingOf } from "./standing.js";

/** An experiment of the playbook and how it stands. */
export type ExperimentLine = {
  readonly id: string;
  readonly rule: Experiment;
  /** All arms are one and the same: an A/A. */
  readonly alike: boolean;
  readonly run?: ExperimentRecord;
  readonly day?: number;
  /** The arm that was taken over for good. */
  readonly adopted?: string;
};

/** What operators ask of experiments and do with them. */
export function experimentOperations(deps: DayDeps) {
  const { store, playbooks, clock } = deps;
  const playbookOf = (client: string) => {
    const playbook = playbooks.current(client)?.playbook;
    if (!playbook) throw new UserError("CLIENT_UNKNOWN", { client, known: "-" });
    return playbook;
  };
  const ruleOf = (client: string, id: string) => {
    const { experiments } = playbookOf(client);
    const rule = Object.hasOwn(experiments, id) ? experiments[id] : undefined;
    const known = Object.keys(experiments).join(", ") || "-";
    if (!rule) throw new UserError("EXPERIMENT_UNKNOWN", { id, known });
    return rule;
  };
  /** Tells the experiments of which all arms are one and the same. */
  const alikeOf = (client: string) => {
    const written = writtenIn(playbooks.current(client)?.content ?? "{}");
    return (rule: Experiment) => armsAreAA(written, rule);
  };
  const today = (client: string) => localDay(clock.now(), playbookOf(client).timezone);
  /** The newest run of an experiment. */
  async function runOf(client: string, id: string): Promise<Stored<"experiment"> | undefined> {
    const all = await store.list(client, "experiment");
    return all.filter(({ key }) => key.startsWith(`${id}@`)).at(-1);
  }
  async function runningOf(client: string, id: string): Promise<Stored<"experiment">> {
    const stored = await runOf(client, id);
    if (stored?.value.state !== "running") throw new UserError("EXPERIMENT_NOT_RUNNING", { id });
    return stored;
  }
  /** The experiment as it would start tomorrow: its groups, and what was counted before. */
  async function tomorrow(client: string, id: string) {
    const rule = ruleOf(client, id);
    const start = dateAfter(today(client), 1);
    const groups = (await store.list(client, "group"))
      .filter(({ value }) => !value.unbound && !value.gone)
      .filter(({ value }) => rule.pool === undefined || value.pool === rule.pool)
      .map(({ key }) => key);
    const range = { from: dateAfter(start, -PRE_DAYS), to: dateAfter(start, -1) };
    const rollups = (await store.rollups(client, range)).filter(({ group }) =>
      groups.includes(group),
    );
    return { id, experiment: rule, start, groups, rollups };
  }
  async function registerNow(client: string, id: string) {
    const version = playbooks.current(client)?.hash ?? "";
    const eve = await tomorrow(client, id);
    return { ...register({ ...eve, version }), start: eve.start };
  }
  /** The setting with another list of what runs, or other arms adopted. */
  async function settingWith(
    client: string,
    change: (now: Records["setting"]) => Partial<Records["setting"]>,
  ): Promise<Change> {
    const stored = await store.get(client, "setting", "client");
    const value = { ...stored?.value, ...change(stored?.value ?? {}) };
    return { op: "put", kind: "setting", key: "client", value, rev: stored?.rev ?? 0 };
  }
  /** Whether the client has had an A/A run that raised no alarm, or which of the playbook's could be one. */
  async function aaOf(client: string): Promise<Pick<PlanAbout, "aa">> {
    const runs = await store.list(client, "experiment");
    const done = runs.some(
      ({ value }) =>
        value.state === "settled" &&
        !["effective", "harmful"].includes(value.verdict ?? "") &&
        isAA(value),
    );
    if (done) return { aa: "done" };
    const alike = alikeOf(client);
    const all = Object.entries(playbookOf(client).experiments);
    const ready = all.find(([, one]) => alike(one))?.[0];
    return ready === undefined ? {} : { aa: { ready } };
  }
  return {
    /** The playbook's experiments, each with its newest run and the day of it that it is. */
    async experiments(client: string): Promise<readonly ExperimentLine[]> {
      const { experiments } = playbookOf(client);
      const alike = alikeOf(client);
      const { adopted = {} } = (await store.get(client, "setting", "client"))?.value ?? {};
      return Promise.all(
        Object.entries(experiments).map(async ([id, rule]) => {
          const run = await runOf(client, id);
          const arm = adopted[id];
          return {
            id,
            rule,
            alike: run ? isAA(run.value) : alike(rule),
            ...(run
              ? { run: run.value, day: dayNumber(run.value.running.start, today(client)) }
              : {}),
            ...(arm === undefined ? {} : { adopted: arm }),
          };
        }),
      );
    },
    /** What can be known from it, reckoned from the client's own days before where there are any. */
    async planExperiment(client: string, id: string) {
      const eve = await tomorrow(client, id);
      const { experiment, groups, rollups, start } = eve;
      const { primary, winsorise, heuristic } = experiment;
      const matched = experiment.design === "member" ? undefined : matchGroups(eve);
      const sets = matched?.sets.length ? matched.sets : undefined;
      const those = new Set(sets?.flat() ?? groups);
      const rows = rowsOf(rollups, start).filter(({ group }) => those.has(group));
      const basis = measuredBasis(rows, { primary, winsorise }, sets) ?? ASSUMED_BASIS;
      const claim = heuristic === undefined ? undefined : playbookOf(client).heuristics[heuristic];
      const aa = alikeOf(client)(experiment) ? { aa: "itself" as const } : await aaOf(client);
      const plan = planOf(experiment, those.size, basis);
      const about: PlanAbout = {
        id,
        ...(claim ? { claim } : {}),
        ...(matched ? { matched } : {}),
        ...aa,
      };
      return { plan, about };
    },
    /** What starting it now would fix. @throws UserError EXPERIMENT_RUNNING, EXPERIMENT_GROUPS_FEW and the like */
    async prepareExperiment(client: string, id: string) {
      if ((await runOf(client, id))?.value.state === "running")
        throw new UserError("EXPERIMENT_RUNNING", { id });
      return registerNow(client, id);
    },
    /** @throws UserError EXPERIMENT_NOT_RUNNING */
    async checkStop(client: string, id: string): Promise<void> {
      await runningOf(client, id);
    },
    /** Freezes the registration; the first block begins at the next local midnight. */
    async startExperiment(client: string, id: string) {
      const before = await runOf(client, id);
      if (before?.value.state === "running") throw new UserError("EXPERIMENT_RUNNING", { id });
      const { registration, start } = await registerNow(client, id);
      const { hash } = freeze(registration, sha256);
      // What is registered names a version of the playbook, which the bot may never have been started with.
      const content = playbooks.current(client)?.content ?? "";
      await store.saveVersion(client, registration.playbook, content, "files", clock.now());
      const running = runningBy(registration);
      const version = registration.playbook;
      const rule = ruleOf(client, id);
      const { heuristic, favours } = rule;
      const alike = alikeOf(client)(rule);
      const value: ExperimentRecord = {
        ...{ state: "running", running, registration, hash, looked: 0, versions: [version] },
        ...(alike ? { alike } : {}),
        ...(alike || heuristic === undefined || favours === undefined
          ? {}
          : { claim: { heuristic, favours } }),
      };
      const key = running.run;
      const rev = before?.key === key ? before.rev : 0;
      const done = await store.commit({
        client,
        changes: [
          { op: "put", kind: "experiment", key, value, rev },
          await settingWith(client, (now) => ({ running: [...(now.running ?? []), running] })),
        ],
        outbox: [],
        facts: [{ kind: "experiment_started", at: clock.now(), version, data: { run: key, hash } }],
      });
      if (!done.ok) throw new UserError("EXPERIMENT_CHANGED", { id });
      return { start, hash };
    },
    /** `by` is the operator. */
    async stopExperiment(client: string, id: string, by?: string): Promise<void> {
      const stored = await runningOf(client, id);
      const endedOn = daysPassed(stored.value.running, today(client));
      const ending = { endedOn, why: "operator", ...(by === undefined ? {} : { by }) } as const;
      const ended = await endRun(deps, client, { stored, ending });
      const done = await store.commit({ client, ...ended, outbox: [] });
      if (!done.ok) throw new UserError("EXPERIMENT_CHANGED", { id });
    },
    /**
     * How its newest run stands: from rollups, and void when an assignment isn't the registered one. With the
     * arm that the claim is for, and the chart as a PNG in base64; no chart before the first look.
     */
    async reportExperiment(client: string, id: string) {
      const { favours } = ruleOf(client, id);
      const stored = await runOf(client, id);
      if (!stored) throw new UserError("EXPERIMENT_NOT_STARTED", { id });
      const { until, analysis } = await standingOf(deps, client, stored.value);
      const record = stored.value;
      const png = await pictureOfRun(deps, client, { record, analysis, until });
      return { record, until, analysis, favours, png };
    },
    /** How the claims of the playbook stand, here and over clients that share, and who makes them. */
    async heuristics(client: string) {
      const { heuristics, experiments } = playbookOf(client);
      const alike = alikeOf(client);
      const standings: ClaimStanding[] = [];
      const settled: Settled[] = [];
      for (const [heuristic, { claim, master, confidence }] of Object.entries(heuristics)) {
        const [id, rule] =
          Object.entries(experiments).find(
            ([, one]) => one.heuristic === heuristic && !alike(one),
          ) ?? [];
        const newest = id === undefined ? undefined : await runOf(client, id);
        const stored = newest && !isAA(newest.value) ? newest : undefined;
        const favours = rule?.favours;
        const analysis = stored && (await standingOf(deps, client, stored.value)).analysis;
        const lift = analysis ? orientedTo(analysis, favours).estimate.lift : null;
        const elsewhere =
          rule && (await pooledOf(deps, client, { heuristic, primary: rule.primary }));
        standings.push({ heuristic, claim, evidence: analysis?.evidence ?? null, lift, elsewhere });
        if (analysis && stored.value.state === "settled") {
          settled.push({ master, confidence, favours: favours ?? "", analysis });
        }
      }
      return { board: leaderboard(standings), masters: mastersOf(settled) };
    },
    async verifyExperiment(client: string, id: string) {
      ruleOf(client, id);
      const stored = await runOf(client, id);
      if (!stored) throw new UserError("EXPERIMENT_NOT_STARTED", { id });
      return { hash: stored.value.hash, ...(await auditRun(store, client, stored.value)) };
    },
    /** Takes an arm over for good, or goes back to the playbook as written. */
    async adoptArm(
      client: string,
      id: string,
      { arm, by }: { readonly arm: string | undefined; readonly by: string },
    ): Promise<void> {
      const { arms } = ruleOf(client, id);
      if (arm !== undefined && !Object.hasOwn(arms, arm)) {
        throw new UserError("EXPERIMENT_ARM_UNKNOWN", {
          id: arm,
          known: Object.keys(arms).join(", "),
        });
      }
      const version = playbooks.current(client)?.hash ?? "";
      const adopt = arm === undefined ? undefined : { arm, version };
      const change = await settingWith(client, (now) => adopting(now, id, adopt));
      const facts = [adoptedFact(clock, id, arm ?? "", by)];
      const done = await store.commit({ client, changes: [change], outbox: [], facts });
      if (!done.ok) throw new UserError("EXPERIMENT_CHANGED", { id });
    },
  };
}
