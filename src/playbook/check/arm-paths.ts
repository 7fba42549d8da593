import type { Experiment } from "../../domain/experiment/design/schema.js";
import type { Problem } from "../findings/finding.js";
import type { Source } from "../read/read.js";
import type { Playbook } from "../schema.js";
import { overlaps, pathSlip } from "../versions/patch.js";

/** Groups of two pools are never in the same place, so that what happens to them doesn't meet. */
const meet = (one: Experiment, other: Experiment): boolean =>
  one.pool === undefined || other.pool === undefined || one.pool === other.pool;

/** The paths of arms that lead nowhere, may not be changed, or are changed twice. */
export function pathProblems(source: Source, { experiments }: Playbook): Problem[] {
  const all = Object.entries(experiments);
  return all.flatMap(([id, experiment], index) => {
    const others = all.slice(0, index).filter(([, other]) => meet(experiment, other));
    const told = new Set<string>();
    return Object.entries(experiment.arms).flatMap(([arm, patch]) =>
      Object.entries(patch).flatMap(([path, to], place): Problem[] => {
        const at = source.locate(["experiments", id, "arms", arm, path], "key");
        const slip = pathSlip(source.value, path, to);
        if (slip) return [{ ...slip, at }];
        const twin = Object.keys(patch)
          .slice(0, place)
          .find((each) => overlaps(each, path));
        if (twin !== undefined)
          return [{ code: "PLAYBOOK_ARM_TWICE", at, params: { path, theirs: twin } }];
        const rival = rivalOf(source, path, others);
        // An experiment's arms change the same places; the first of them says it.
        if (!rival || told.has(path)) return [];
        told.add(path);
        return [{ code: "PLAYBOOK_ARM_CONFLICT", at, params: { path, ...rival } }];
      }),
    );
  });
}

/** The experiment before this one that changes the same place, and its path. */
function rivalOf(source: Source, path: string, others: readonly (readonly [string, Experiment])[]) {
  for (const [other, { arms }] of others)
    for (const patch of Object.values(arms))
      for (const [theirs, to] of Object.entries(patch))
        if (overlaps(theirs, path) && !pathSlip(source.value, theirs, to)) return { other, theirs };
  return undefined;
}
