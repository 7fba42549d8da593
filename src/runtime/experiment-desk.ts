import { createHash } from "node:crypto";
import { UserError } from "../core/errors.js";
import { localDay } from "../core/local-day.js";
import type { ExperimentRecord, Records, RunningExperiment } from "../core/record.js";
import { dateAfter, dayNumber } from "../experiment/current.js";
import { describe } from "../experiment/describe.js";
import { PRE_DAYS, register } from "../experiment/register.js";
import { freeze, isIntact, type Registration } from "../experiment/registration.js";
import { type Logged, spoil, verifyAssignments } from "../experiment/verify.js";
import type { Desk } from "../operator/command.js";
import type { Change, Stored } from "../store/port.js";
import type { DayDeps } from "./day.js";
import { analysisOf } from "./look.js";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What operators ask of experiments and do with them. */
export function experimentDesk(
  deps: DayDeps,
): Pick<
  Desk,
  | "experiments"
  | "prepareExperiment"
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
    return all.filter(({ value }) => value.running.experiment === id).at(-1);
  }
  async function registerNow(client: string, id: string) {
    const rule = ruleOf(client, id);
    const day = today(client);
    const start = dateAfter(day, 1);
    const groups = (await store.list(client, "group"))
      .filter(({ value }) => !value.unbound && !value.gone)
      .filter(({ value }) => rule.pool === undefined || value.pool === rule.pool)
      .map(({ key }) => key);
    const range = { from: dateAfter(start, -PRE_DAYS), to: dateAfter(start, -1) };
    const rollups = await store.rollups(client, range);
    const version = book.edition(client)?.version ?? "";
    const made = register({ id, experiment: rule, version, start, groups, rollups });
    return { ...made, start, groups, rollups, rule };
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
  async function standingOf(client: string, { value }: Stored<"experiment">) {
    const { running, endedOn } = value;
    const passed = dayNumber(running.start, today(client)) - 1;
    const until = endedOn ?? Math.min(Math.max(0, passed), running.horizonDays);
    return { until, analysis: await analysisOf(deps, client, value, until) };
  }
  async function verify(client: string, { value }: Stored<"experiment">) {
    const registration = value.registration as Registration;
    const facts = await store.facts(client, "assigned");
    const log = facts.flatMap(({ group = "", data = {} }): Logged[] =>
      data.run === value.running.run
        ? [
            {
              group,
              block: Number(data.block),
              arm: String(data.arm),
              propensity: Number(data.propensity),
            },
          ]
        : [],
    );
    return {
      intact: isIntact(registration, value.hash, sha256),
      ...verifyAssignments(registration, log),
    };
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
    async prepareExperiment(client, id) {
      const { registration, left, start, rollups, rule, groups } = await registerNow(client, id);
      return { registration, left, start, rollups, rule, groups: groups.length };
    },
    async startExperiment(client, id) {
      const before = await runOf(client, id);
      if (before?.value.state === "running") throw new UserError("EXPERIMENT_RUNNING", { id });
      const { registration, start } = await registerNow(client, id);
      const { hash } = freeze(registration, sha256);
      const running: RunningExperiment = {
        experiment: id,
        run: registration.experiment,
        arms: registration.arms.map(({ key }) => key),
        sets: registration.sets,
        blockDays: registration.blockDays,
        horizonDays: registration.horizonDays,
        start,
      };
      const version = registration.playbook;
      const value: ExperimentRecord = {
        ...{ state: "running", running, registration, hash, looked: 0, versions: [version] },
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
    async stopExperiment(client, id) {
      const stored = await runOf(client, id);
      if (stored?.value.state !== "running") throw new UserError("EXPERIMENT_NOT_RUNNING", { id });
      const { key, rev, value: record } = stored;
      const { running } = record;
      const endedOn = Math.max(
        0,
        Math.min(dayNumber(running.start, today(client)) - 1, running.horizonDays),
      );
      const value: ExperimentRecord = { ...record, state: "stopped", why: "operator", endedOn };
      const without = (now: Records["setting"]) => ({
        running: (now.running ?? []).filter(({ run }) => run !== running.run),
      });
      const done = await store.commit({
        client,
        changes: [
          { op: "put", kind: "experiment", key, value, rev },
          await settingWith(client, without),
        ],
        outbox: [],
        facts: [
          {
            kind: "experiment_ended",
            at: clock.now(),
            data: { run: key, why: "operator", day: endedOn },
          },
        ],
      });
      if (!done.ok) throw new UserError("EXPERIMENT_CHANGED", { id });
    },
    async reportExperiment(client, id) {
      ruleOf(client, id);
      const stored = await runOf(client, id);
      if (!stored) throw new UserError("EXPERIMENT_NOT_STARTED", { id });
      const { until, analysis } = await standingOf(client, stored);
      const verification = await verify(client, stored);
      const sound = verification.intact
        ? spoil(analysis, verification)
        : spoil(analysis, { ...verification, ok: false });
      const { locale } = playbookOf(client);
      return { record: stored.value, until, analysis: sound, lines: describe(sound, locale) };
    },
    async verifyExperiment(client, id) {
      ruleOf(client, id);
      const stored = await runOf(client, id);
      if (!stored) throw new UserError("EXPERIMENT_NOT_STARTED", { id });
      return { hash: stored.value.hash, ...(await verify(client, stored)) };
    },
    async adoptArm(client, id, arm) {
      const { arms } = ruleOf(client, id);
      if (arm !== undefined && !Object.hasOwn(arms, arm)) {
        throw new UserError("EXPERIMENT_ARM_UNKNOWN", {
          id: arm,
          known: Object.keys(arms).join(", "),
        });
      }
      const change = await settingWith(client, ({ adopted = {} }) => {
        const { [id]: _, ...rest } = adopted;
        return { adopted: arm === undefined ? rest : { ...rest, [id]: arm } };
      });
      const facts = [
        { kind: "arm_adopted", at: clock.now(), data: { experiment: id, arm: arm ?? "" } },
      ];
      const done = await store.commit({ client, changes: [change], outbox: [], facts });
      if (!done.ok) throw new UserError("EXPERIMENT_CHANGED", { id });
    },
  };
}
