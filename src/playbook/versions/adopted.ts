import { isDeepStrictEqual } from "node:util";
import type { Arms, Patch } from "../../domain/experiment/design/schema.js";
import { valueAt } from "../read/shape.js";
import { applyPatch, partsOf } from "./patch.js";

/** The paths of a patch at which two playbooks, as they are written, say different things. */
export const pathsChanged = (before: unknown, now: unknown, patch: Patch): readonly string[] =>
  Object.keys(patch).filter(
    (path) => !isDeepStrictEqual(valueAt(before, partsOf(path)), valueAt(now, partsOf(path))),
  );

/**
 * What a playbook that was edited makes of an arm that is adopted. `written`: the file says now what the
 * arm says, so that there is nothing left to adopt. Else the paths where the edit and the arm would be at
 * odds: the arm's values would hide the edit, or the edit changes or removes the arm. None: both stand.
 */
export function adoptedIn(
  before: unknown,
  now: unknown,
  of: { readonly experiment: string; readonly arm: string },
): "written" | readonly string[] {
  const place = ["experiments", of.experiment, "arms", of.arm];
  const patch = valueAt(before, place) as Patch | undefined;
  if (!patch) return [];
  const differs = ([path, to]: [string, unknown]) =>
    !isDeepStrictEqual(valueAt(now, partsOf(path)) ?? null, to);
  if (!Object.entries(patch).some(differs)) return "written";
  const same = isDeepStrictEqual(valueAt(now, place), patch);
  return same ? pathsChanged(before, now, patch) : Object.keys(patch);
}

/** A playbook, as it is written, with the arms of its experiments in it; those it doesn't have change nothing. */
export const withArms = (written: unknown, arms: Arms): unknown =>
  Object.entries(arms).reduce((value, [experiment, arm]) => {
    const patch = valueAt(written, ["experiments", experiment, "arms", arm]);
    return applyPatch(value, (patch ?? {}) as Patch);
  }, written);
