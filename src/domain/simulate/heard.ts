import { valueAt } from "../../playbook/read/shape.js";
import { type Playbook, playbookSchema } from "../../playbook/schema.js";
import { applyPatch, partsOf } from "../../playbook/versions/patch.js";
import type { Experiment, Patch } from "../experiment/design/schema.js";

/** Which arm a playbook amounts to, whatever brought it about; undefined when it is none of them. */
export type ArmReader = (playbook: Playbook) => string | undefined;

/**
 * Reads arms off what a group gets: an arm is heard where every value that any arm changes is as this
 * arm has it. Knows nothing of coins.
 */
export function armReader(written: Playbook, { arms }: Experiment): ArmReader {
  const paths = [...new Set(Object.values(arms).flatMap((patch) => Object.keys(patch)))].map(
    partsOf,
  );
  const print = (playbook: Playbook) =>
    JSON.stringify(paths.map((path) => valueAt(playbook, path) ?? null));
  const patched = (patch: Patch) => playbookSchema().parse(applyPatch(written, patch));
  const prints = new Map(
    Object.entries(arms).map(([arm, patch]) => [print(patched(patch)), arm] as const),
  );
  return (playbook) => prints.get(print(playbook));
}

/** The arm an effect is planted for: the one the experiment favours, else its second. */
export const favouredArm = ({ arms, favours }: Experiment): string =>
  favours ?? (Object.keys(arms)[1] as string);
