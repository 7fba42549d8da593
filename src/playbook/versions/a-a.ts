import { isDeepStrictEqual } from "node:util";
import type { Experiment, Patch } from "../../domain/experiment/design/schema.js";
import { playbookSchema } from "../schema.js";
import { applyPatch, pathSlip } from "./patch.js";

/**
 * Each arm with the arm before it that makes the same playbook of a written one, if there is one. Arms
 * that make no playbook are like no other.
 */
export function twinsOf(
  written: unknown,
  { arms }: Pick<Experiment, "arms">,
): readonly { readonly arm: string; readonly patch: Patch; readonly twin: string | undefined }[] {
  const all = Object.entries(arms).map(([arm, patch]) => ({
    arm,
    patch,
    made: made(written, patch),
  }));
  return all.map(({ arm, patch, made: mine }, index) => {
    const same = all
      .slice(0, index)
      .find((other) =>
        mine === undefined ? sameText(other.patch, patch) : isDeepStrictEqual(other.made, mine),
      );
    return { arm, patch, twin: same?.arm };
  });
}

/** Whether all arms make one and the same playbook: an A/A, which should find nothing. */
export function armsAreAA(written: unknown, experiment: Pick<Experiment, "arms">): boolean {
  const [, ...others] = twinsOf(written, experiment);
  return others.length > 0 && others.every(({ twin }) => twin !== undefined);
}

/** What the schema makes of a patched playbook; undefined when it refuses it. */
function made(written: unknown, patch: Patch): unknown {
  if (Object.entries(patch).some(([path, to]) => pathSlip(written, path, to))) return undefined;
  return playbookSchema().safeParse(applyPatch(written, patch)).data;
}

/** Two patches that are written alike do the same, whatever that is. */
const sameText = (one: Patch, other: Patch): boolean => isDeepStrictEqual(one, other);
