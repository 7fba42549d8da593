import { UserError } from "../core/errors.js";
import { localDay } from "../core/local-day.js";
import type { ExperimentRecord, Records } from "../core/record.js";
import { runningBy } from "../experiment/altered.js";
import { ASSUMED_BASIS, measuredBasis } from "../experiment/basis.js";
import { dateAfter, dayNumber, daysPassed } from "../experiment/current.js";
import { leaderboard, mastersOf, type Settled, type Standing } from "../experiment/masters.js";
import { planOf } from "../experiment/plan.js";
import { planText } from "../experiment/plan-text.js";
import { PRE_DAYS, register, rowsOf } from "../experiment/register.js";
import { freeze, type Registration } from "../experiment/registration.js";
import { isAA } from "../experiment/schema.js";
import { seenFrom } from "../experiment/seen-from.js";
import { isSame } from "../experiment/standing.js";
import { againstThen, voided } from "../experiment/void.js";
import type { Desk } from "../operator/command.js";
import type { Change, Stored } from "../store/port.js";
import type { DayDeps } from "./day.js";
import { elsewhereOf } from "./elsewhere.js";
import { adoptedFact, adopting, endRun } from "./ending.js";
import { analysisOf } from "./look.js";
import { pictureOfRun } from "./picture.js";
import { sha256, verifyRun } from "./verified.js";

/** What operators ask of experiments and do with them. */
export function experimentDesk(
  deps: DayDeps,
): Pick<
  Desk,
  | "experiments"
  | "planExperiment"
  | "prepareExperiment"
  | "heuristics"
  | "startExperiment"
  | "stopExperiment"
  | "reportExperiment"
  | "verifyExperiment"
  | "adoptArm"
> {
  const { store, book, clock } = deps;
  const playbookOf = (client: string) => {
    const playbook = book.edition(client)?.playbook;
    if (!playbook) throw new UserError("CLIENT_UNKNOWN", { client, known: "" });
    return playbook;
  };
  const ruleOf = (client: string, id: string) => {
    const { experiments } = playbookOf(client);
    const rule = Object.hasOwn(experiments, id) ? experiments[id] : undefined;
    const known = Object.keys(experiments).join(", ");
    if (!rule) throw new UserError("EXPERIMENT_UNKNOWN", { id, known });
    return rule;
  };
  const today = (client: string) => localDay(clock.now(), playbookOf(client).timezone);
  /** The newest run of an experiment. */
  async function runOf(client: string, id: string): Promise<Stored<"experiment"> | undefined> {
    const all = await store.list(client, "experiment");
    return all.filter(({ key }) => key.startsWith(`${id}@`)).at(-1);
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
    const version = book.edition(client)?.version ?? "";
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
  async function aaOf(client: string): Promise<Pick<Parameters<typeof planText>[1], "aa">> {
    const all = await store.list(client, "experiment");
    const done = all.some(
      ({ value: { state, verdict = "", registration } }) =>
        state === "settled" &&
        !["effective", "harmful"].includes(verdict) &&
        isSame(registration as Registration),
    );
    if (done) return { aa: "done" };
    const ready = Object.entries(playbookOf(client).experiments).find(([, one]) => isAA(one))?.[0];
    return ready === undefined ? {} : { aa: { ready } };
  }
  async function standingOf(client: string, { value }: Stored<"experiment">) {
    const { running, endedOn, state, verdict: then } = value;
    const registration = value.registration as Registration;
    const until = endedOn ?? daysPassed(running, today(client));
    const seal = await verifyRun(store, client, value);
    if (!seal.ok) return { until, analysis: voided(registration ?? {}, seal) };
    const analysis = await analysisOf(deps, client, value, until);
    const sound = state === "running" ? analysis : { ...analysis, more_days: null };
    return { until, analysis: state === "settled" ? againstThen(sound, then) : sound };
  }

  return {
    async experiments(client) {
      const { experiments } = playbookOf(client);
      const { adopted = {} } = (await store.get(client, "setting", "client"))?.value ?? {};
      return Promise.all(
        Object.entries(experiments).map(async ([id, rule]) => {
          const run = await runOf(client, id);
          const arm = adopted[id];
          return {
            id,
            rule,
            ...(run
              ? { run: run.value, day: dayNumber(run.value.running.start, today(client)) }
              : {}),
            ...(arm === undefined ? {} : { adopted: arm }),
          };
        }),
      );
    },
    async planExperiment(client, id) {
      const { experiment, groups, rollups, start } = await tomorrow(client, id);
      const { primary, winsorise, heuristic } = experiment;
      const rows = rowsOf(rollups, start);
      const basis = measuredBasis(rows, { primary, winsorise }) ?? ASSUMED_BASIS;
      const claim = heuristic === undefined ? undefined : playbookOf(client).heuristics[heuristic];
      const aa = isAA(experiment) ? { aa: "itself" as const } : await aaOf(client);
      const plan = planOf(experiment, groups.length, basis);
      return {
        plan,
        lines: planText(
          plan,
          { id, ...(claim ? { claim } : {}), ...aa },
          playbookOf(client).locale,
        ),
      };
    },
    prepareExperiment: registerNow,
    async startExperiment(client, id) {
      const before = await runOf(client, id);
      if (before?.value.state === "running") throw new UserError("EXPERIMENT_RUNNING", { id });
      const { registration, start } = await registerNow(client, id);
      const { hash } = freeze(registration, sha256);
      // What is registered names a version of the playbook, which the bot may never have been started with.
      const content = book.edition(client)?.content ?? "";
      await store.saveVersion(client, registration.playbook, content, "files", clock.now());
      const running = runningBy(registration);
      const version = registration.playbook;
      const { heuristic, favours } = ruleOf(client, id);
      const value: ExperimentRecord = {
        ...{ state: "running", running, registration, hash, looked: 0, versions: [version] },
        ...(heuristic === undefined || favours === undefined
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
    async stopExperiment(client, id, by) {
      const stored = await runOf(client, id);
      if (stored?.value.state !== "running") throw new UserError("EXPERIMENT_NOT_RUNNING", { id });
      const endedOn = daysPassed(stored.value.running, today(client));
      const ending = { endedOn, why: "operator", ...(by === undefined ? {} : { by }) } as const;
      const ended = await endRun(deps, client, { stored, ending });
      const done = await store.commit({ client, ...ended, outbox: [] });
      if (!done.ok) throw new UserError("EXPERIMENT_CHANGED", { id });
    },
    async reportExperiment(client, id) {
      const { favours } = ruleOf(client, id);
      const stored = await runOf(client, id);
      if (!stored) throw new UserError("EXPERIMENT_NOT_STARTED", { id });
      const { until, analysis } = await standingOf(client, stored);
      const record = stored.value;
      const png = await pictureOfRun(deps, client, { record, analysis, until });
      return { record, until, analysis, favours, png };
    },
    async heuristics(client) {
      const { heuristics, experiments } = playbookOf(client);
      const standings: Standing[] = [];
      const settled: Settled[] = [];
      for (const [heuristic, { claim, master, confidence }] of Object.entries(heuristics)) {
        const [id, rule] =
          Object.entries(experiments).find(
            ([, one]) => one.heuristic === heuristic && !isAA(one),
          ) ?? [];
        const stored = id === undefined ? undefined : await runOf(client, id);
        const favours = rule?.favours;
        const analysis = stored && (await standingOf(client, stored)).analysis;
        const lift = analysis ? seenFrom(analysis, favours).estimate.lift : null;
        const elsewhere =
          rule && (await elsewhereOf(deps, client, { heuristic, primary: rule.primary }));
        standings.push({ heuristic, claim, evidence: analysis?.evidence ?? null, lift, elsewhere });
        if (analysis && stored.value.state === "settled") {
          settled.push({ master, confidence, favours: favours ?? "", analysis });
        }
      }
      return { board: leaderboard(standings), masters: mastersOf(settled) };
    },
    async verifyExperiment(client, id) {
      ruleOf(client, id);
      const stored = await runOf(client, id);
      if (!stored) throw new UserError("EXPERIMENT_NOT_STARTED", { id });
      return { hash: stored.value.hash, ...(await verifyRun(store, client, stored.value)) };
    },
    async adoptArm(client, id, arm) {
      const { arms } = ruleOf(client, id);
      if (arm !== undefined && !Object.hasOwn(arms, arm)) {
        throw new UserError("EXPERIMENT_ARM_UNKNOWN", {
          id: arm,
          known: Object.keys(arms).join(", "),
        });
      }
      const version = book.edition(client)?.version ?? "";
      const adopt = arm === undefined ? undefined : { arm, version };
      const change = await settingWith(client, (now) => adopting(now, id, adopt));
      const facts = [adoptedFact(clock, id, arm ?? "")];
      const done = await store.commit({ client, changes: [change], outbox: [], facts });
      if (!done.ok) throw new UserError("EXPERIMENT_CHANGED", { id });
    },
  };
}
