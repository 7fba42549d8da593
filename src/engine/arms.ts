import type { Instant } from "../core/event.js";
import type { Records } from "../core/record.js";
import { localDay } from "../core/time/local-day.js";
import { armsOf } from "../domain/experiment/design/current.js";
import type { RunningExperiment } from "../domain/experiment/design/run.js";
import type { Arms } from "../domain/experiment/design/schema.js";
import type { CompiledPlaybook } from "./compiled-playbook.js";
import type { Playbooks } from "./playbooks.js";

const NONE: Arms = {};
/** Arms of a group and day, kept as long as the list of what runs. */
const kept = new WeakMap<readonly RunningExperiment[], Map<string, Arms>>();

type Where = {
  readonly groupId: string;
  readonly setting: Records["setting"] | undefined;
  readonly at: Instant;
};

/** A group's arms at an instant: what was adopted for good, and what chance gave it that day. */
export function armsNow(playbooks: Playbooks, client: string, of: Where): Arms {
  const { running = [], adopted = NONE } = of.setting ?? {};
  const zone = playbooks.current(client)?.playbook.timezone;
  if (running.length === 0 || zone === undefined) return adopted;
  const key = `${of.groupId} ${localDay(of.at, zone)}`;
  const known = kept.get(running) ?? new Map<string, Arms>();
  kept.set(running, known);
  const arms = known.get(key) ?? {
    ...adopted,
    ...armsOf(running, of.groupId, localDay(of.at, zone)),
  };
  known.set(key, arms);
  return arms;
}

/** The playbook as a group has it at an instant: its arms, and what operators chose. */
export function compiledFor(
  playbooks: Playbooks,
  client: string,
  of: Where,
): CompiledPlaybook | undefined {
  const { persona, promosOff } = of.setting ?? {};
  const version = playbooks.versionFor(client, of.groupId)?.hash;
  const arms = armsNow(playbooks, client, of);
  return playbooks.compiled(client, { persona, promosOff, version, arms });
}
