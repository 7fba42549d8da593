import type { Path } from "../read/read.js";
import type { Playbook } from "../schema.js";

/** What a line may speak of besides what every line may. */
export const topics = ["member", "promo", "nudge", "coupon", "quote", "wish"] as const;
export type Topic = (typeof topics)[number];
/** A place where a persona's line is said, and what is known there. */
export type LineUse = {
  readonly path: Path;
  readonly id: string;
  readonly knows: readonly Topic[];
};
/** A place where a tag is set or asked for, or a coupon is granted. */
export type Use = { readonly path: Path; readonly id: string };

const MEMBER: Topic[] = ["member"];

/** Every line a playbook says. */
export function lineUses(playbook: Playbook): LineUse[] {
  const uses: LineUse[] = [];
  for (const key of ["say", "say_again"] as const) {
    const id = playbook.opt_out?.[key];
    if (id !== undefined) uses.push({ path: ["opt_out", key], id, knows: ["member", "wish"] });
  }
  for (const [id, reply] of Object.entries(playbook.replies)) {
    const knows: Topic[] = reply.promo === undefined ? MEMBER : ["member", "promo"];
    uses.push({ path: ["replies", id, "say"], id: reply.say, knows });
  }
  const noted = playbook.orders.typed?.say;
  if (noted !== undefined)
    uses.push({ path: ["orders", "typed", "say"], id: noted, knows: MEMBER });
  for (const [id, slot] of Object.entries(playbook.schedule)) {
    const knows: Topic[] = slot.promo === undefined ? [] : ["promo"];
    uses.push({ path: ["schedule", id, "say"], id: slot.say, knows });
  }
  for (const [id, { nudge }] of Object.entries(playbook.promos)) {
    const path = ["promos", id, "nudge", "say"];
    if (nudge) uses.push({ path, id: nudge.say, knows: ["member", "promo", "nudge"] });
  }
  for (const { path, effect } of deeds(playbook)) {
    const knows: Topic[] = effect.grant === undefined ? MEMBER : ["member", "promo", "coupon"];
    if (effect.say !== undefined) uses.push({ path: [...path, "say"], id: effect.say, knows });
    if (effect.ask !== undefined) uses.push({ path: [...path, "ask"], id: effect.ask, knows });
    if (effect.notify)
      uses.push({ path: [...path, "notify", "say"], id: effect.notify.say, knows });
  }
  return uses;
}

/** The tags a playbook sets, and those it waits for or asks about. */
export function tagUses(playbook: Playbook): { set: string[]; asked: Use[] } {
  const set = deeds(playbook).flatMap(({ effect }) =>
    effect.tag === undefined ? [] : [effect.tag],
  );
  const asked: Use[] = Object.entries(playbook.promos).flatMap(([id, { who }]) =>
    (who?.tags ?? []).map((tag, index) => ({
      path: ["promos", id, "who", "tags", index],
      id: tag,
    })),
  );
  for (const [id, { on, steps }] of Object.entries(playbook.scripts)) {
    if (typeof on === "object" && "tagged" in on)
      asked.push({ path: ["scripts", id, "on", "tagged"], id: on.tagged });
    steps.forEach((step, index) => {
      if (step === "stop" || !step.if || !("tagged" in step.if)) return;
      asked.push({ path: ["scripts", id, "steps", index, "if", "tagged"], id: step.if.tagged });
    });
  }
  return { set, asked };
}

/** Every promo that a reply or a schedule speaks of. */
export function promoUses(playbook: Playbook): Use[] {
  return (["replies", "schedule"] as const).flatMap((section) =>
    Object.entries(playbook[section]).flatMap(([id, { promo }]) =>
      promo === undefined ? [] : [{ path: [section, id, "promo"], id: promo }],
    ),
  );
}

/** Every coupon that a script grants. */
export function grantUses(playbook: Playbook): Use[] {
  return deeds(playbook).flatMap(({ path, effect }) =>
    effect.grant === undefined ? [] : [{ path: [...path, "grant"], id: effect.grant }],
  );
}

type Deed = { tag?: string; grant?: string; say?: string; ask?: string; notify?: { say: string } };
type Place = { readonly path: Path; readonly effect: Deed };

/** Every script walks one member. */
function deeds(playbook: Playbook): Place[] {
  return Object.entries(playbook.scripts).flatMap(([id, script]) =>
    script.steps.flatMap((step, index): Place[] => {
      if (step === "stop") return [];
      const path: Path = ["scripts", id, "steps", index];
      const branches = (["then", "else"] as const).flatMap((key): Place[] => {
        const branch = step[key];
        return typeof branch === "object" ? [{ path: [...path, key], effect: branch }] : [];
      });
      return [{ path, effect: step }, ...branches];
    }),
  );
}
