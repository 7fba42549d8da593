import { COMMUNITY } from "./community.js";

/** A true effect: whoever hears the favoured arm orders and answers 1 + lift times as often. */
export type Effect = { readonly experiment: string; readonly lift: number };

const FORM = /^([A-Za-z0-9][A-Za-z0-9_-]*)=([+-]?(?:\d+\.?\d*|\.\d+))$/;

/** Reads `persona=0.3`. @returns undefined when it is no effect: no number, or nothing left at −1. */
export function parseEffect(text: string): Effect | undefined {
  const [, experiment = "", number = ""] = FORM.exec(text.trim()) ?? [];
  const lift = Number(number);
  return experiment !== "" && lift > -1 && lift <= 10 ? { experiment, lift } : undefined;
}

/**
 * How much of an arm is felt on each day of a group: all of it while it is heard, less what is left of
 * the day before. Days must be told in order.
 */
export function createMemory(): (heard: boolean) => number {
  let felt: number | undefined;
  return (heard) => {
    const now = heard ? 1 : 0;
    felt = felt === undefined ? now : now + COMMUNITY.carryOver * (felt - now);
    return felt;
  };
}

/** The factor on rates of an effect that is felt in part, in log units: (1 + lift)^felt. */
export const factorOf = (lift: number, felt: number): number => (1 + lift) ** felt;
