import type { Instant } from "../../core/event.js";
import type { Records } from "../../core/record.js";
import type { Schedule } from "../../domain/schedule/schema.js";
import { nextSlot } from "../../domain/schedule/slots.js";
import { armsNow } from "../../engine/arms.js";
import type { Deps } from "../../engine/feature.js";
import type { Playbooks } from "../../engine/playbooks.js";

type ArmDeps = Pick<Deps, "store" | "playbooks">;

/**
 * The client's schedules as any arm that is in play says them: as written and adopted, and each arm of
 * what runs, and what a group tries out. Experiments that meet never patch the same path, so no combination says
 * it in another way.
 */
export async function schedulesInPlay(
  { store, playbooks }: ArmDeps,
  client: string,
): Promise<ReadonlyMap<string, readonly Schedule[]>> {
  const { running = [], adopted = {} } =
    (await store.get(client, "setting", "client"))?.value ?? {};
  const choices = [
    adopted,
    ...running.flatMap(({ experiment, arms }) =>
      arms.map((arm) => ({ ...adopted, [experiment]: arm })),
    ),
  ];
  const tried = [playbooks.canary(client)?.version.hash].filter((hash) => hash !== undefined);
  const found = new Map<string, Schedule[]>();
  for (const arms of choices) {
    for (const version of [undefined, ...tried]) {
      const schedules = playbooks.compiled(client, { arms, version })?.playbook.schedule ?? {};
      for (const [id, rule] of Object.entries(schedules)) {
        found.set(id, [...(found.get(id) ?? []), rule]);
      }
    }
  }
  return found;
}

/** The first slot after an instant by any of the rules. */
export function firstSlot(
  rules: readonly Schedule[],
  zone: string,
  after: Instant,
): Instant | undefined {
  const slots = rules.flatMap((rule) => nextSlot(rule, zone, after) ?? []);
  return slots.length > 0 ? Math.min(...slots) : undefined;
}

/** What a group's arms make of a schedule; undefined when this slot is not the group's. */
export function ruleAt(
  playbooks: Playbooks,
  client: string,
  of: {
    readonly groupId: string;
    readonly setting: Records["setting"] | undefined;
    readonly schedule: string;
    readonly slot: Instant;
  },
): Schedule | undefined {
  const { groupId, setting, schedule, slot } = of;
  const compiled = playbooks.compiled(client, {
    version: playbooks.versionFor(client, groupId)?.hash,
    arms: armsNow(playbooks, client, { groupId, setting, at: slot }),
  });
  const rule = compiled?.playbook.schedule[schedule];
  const mine = rule && nextSlot(rule, compiled.playbook.timezone, slot - 1) === slot;
  return mine ? rule : undefined;
}
