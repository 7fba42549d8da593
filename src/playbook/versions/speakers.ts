import { valueAt } from "../read/shape.js";
import { entries } from "../read/values.js";

/** The ids of who speaks in a playbook as its file says it, and in the arms of its experiments. */
export function speakersOf(value: unknown): ReadonlySet<unknown> {
  const arms = Object.values(entries(valueAt(value, ["experiments"]))).flatMap((experiment) =>
    Object.values(entries(valueAt(experiment, ["arms"]))),
  );
  return new Set([valueAt(value, ["persona"]), ...arms.map((arm) => entries(arm).persona)]);
}

/** @returns whether a persona speaks in other clients' playbooks alone, so that it is none of this one's */
export function isOthersVoice(
  persona: string,
  own: ReadonlySet<unknown>,
  others: readonly ReadonlySet<unknown>[],
): boolean {
  return !own.has(persona) && others.some((its) => its.has(persona));
}
