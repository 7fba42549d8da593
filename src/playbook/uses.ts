import type { Path } from "./read.js";
import type { Playbook } from "./schema.js";

/** A place where a persona's line is said; `member` when it is said to or about a known member. */
export type LineUse = { readonly path: Path; readonly id: string; readonly member: boolean };
/** A place where a tag is set or asked for. */
export type TagUse = { readonly path: Path; readonly id: string };

/** Every line a playbook says. */
export function lineUses(playbook: Playbook): LineUse[] {
  const uses: LineUse[] = [];
  if (playbook.opt_out)
    uses.push({ path: ["opt_out", "say"], id: playbook.opt_out.say, member: true });
  for (const [id, reply] of Object.entries(playbook.replies)) {
    uses.push({ path: ["replies", id, "say"], id: reply.say, member: true });
  }
  for (const [id, slot] of Object.entries(playbook.schedule)) {
    uses.push({ path: ["schedule", id, "say"], id: slot.say, member: false });
  }
  for (const { path, deed, member } of deeds(playbook)) {
    if (deed.say !== undefined) uses.push({ path: [...path, "say"], id: deed.say, member });
    if (deed.ask !== undefined) uses.push({ path: [...path, "ask"], id: deed.ask, member });
    if (deed.notify) uses.push({ path: [...path, "notify", "say"], id: deed.notify.say, member });
  }
  return uses;
}

/** The tags a playbook sets, and those it waits for or asks about. */
export function tagUses(playbook: Playbook): { set: string[]; asked: TagUse[] } {
  const set = deeds(playbook).flatMap(({ deed }) => (deed.tag === undefined ? [] : [deed.tag]));
  const asked: TagUse[] = [];
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

type Deed = { tag?: string; say?: string; ask?: string; notify?: { say: string } };
type Place = { readonly path: Path; readonly deed: Deed; readonly member: boolean };

/** Every script walks one member. */
function deeds(playbook: Playbook): Place[] {
  return Object.entries(playbook.scripts).flatMap(([id, script]) =>
    script.steps.flatMap((step, index): Place[] => {
      if (step === "stop") return [];
      const path: Path = ["scripts", id, "steps", index];
      const branches = (["then", "else"] as const).flatMap((key): Place[] => {
        const branch = step[key];
        return typeof branch === "object"
          ? [{ path: [...path, key], deed: branch, member: true }]
          : [];
      });
      return [{ path, deed: step, member: true }, ...branches];
    }),
  );
}
