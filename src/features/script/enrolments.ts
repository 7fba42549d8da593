import type { Instant } from "../../core/event.js";
import type { CompiledPlaybook } from "../../engine/compiled-playbook.js";
import type { ContextDeps, Need } from "../../engine/context.js";
import type { Decision } from "../../engine/decision.js";
import { noEnv } from "../../playbook/read/env.js";
import { readVersion } from "../../playbook/versions/version.js";
import type { Stored } from "../../store/port.js";
import { totalsNeed } from "../coupon/coupons-need.js";
import type { EnrolmentRecord } from "./records.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    readonly script?: {
      /** The member's, in this group. */
      readonly enrolments: readonly Stored<"enrolment">[];
      /** Playbooks of other versions, for those who began a script on them. */
      readonly past: ReadonlyMap<string, CompiledPlaybook>;
    };
  }
}

/** Enrolments are found by group and member. */
const ownerOf = (of: { group: string; member?: string | undefined }): string =>
  `${of.group}/${of.member ?? ""}`;

export function enrol(decision: Decision, key: string, value: EnrolmentRecord, due: Instant): void {
  decision.changes.push({ op: "put", kind: "enrolment", key, value, due, owner: ownerOf(value) });
}

/** Loads how far the member is in which scripts, and the playbooks these began with. */
const enrolmentsNeed: Need = async (deps, context) => {
  const { groupId: group, memberId: member, compiled } = context;
  const { client } = compiled.playbook;
  if (member === undefined) return {};
  const enrolments = await deps.store.list(client, "enrolment", ownerOf({ group, member }));
  const versions = enrolments.map(({ value }) => value.version);
  return { script: { enrolments, past: await pastVersions(deps, { client, versions, compiled }) } };
};

/** The compiled playbooks of versions that are no longer in use. One that can't be read any more is left out. */
async function pastVersions(
  { store, playbooks }: ContextDeps,
  of: { client: string; versions: readonly string[]; compiled: CompiledPlaybook },
): Promise<ReadonlyMap<string, CompiledPlaybook>> {
  const found = new Map<string, CompiledPlaybook>();
  for (const hash of new Set(of.versions)) {
    if (hash === of.compiled.version) continue;
    const choice = { persona: of.compiled.persona.id, version: hash };
    if (!playbooks.compiled(of.client, choice)) {
      const content = await store.version(of.client, hash);
      const version = content === undefined ? undefined : readVersion(content, noEnv);
      if (version) playbooks.shelve(version);
    }
    const compiled = playbooks.compiled(of.client, choice);
    if (compiled) found.set(hash, compiled);
  }
  return found;
}

/** What must be loaded for a member's scripts to begin or go on. */
export const scriptNeeds: readonly Need[] = [enrolmentsNeed, totalsNeed];
