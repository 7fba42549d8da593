import type { Random } from "./random.js";

/** The whole trial, or one that is over in seconds, for CI: it asks for the same, but times nothing. */
export type Scale = "short" | "full";

/** What a trial is given. */
export type Setting = {
  /** The same draws for the same seed; what the machine adds to them it adds. */
  readonly random: Random;
  readonly scale: Scale;
  /** An empty folder of its own; kept when a target is missed. */
  readonly folder: string;
  /** A plain line of progress, for people. */
  readonly log: (line: string) => void;
};

/** `value` as it was found, `limit` as it may be at most; what has no order says so in `met` alone. */
export type Target = {
  readonly name: string;
  readonly value: number | string;
  readonly limit: number | string;
  readonly met: boolean;
};

export type Outcome = {
  readonly figures: Readonly<Record<string, number | string>>;
  readonly targets: readonly Target[];
};

export type Trial = (setting: Setting) => Promise<Outcome>;

/** A target that is met by what doesn't exceed its limit. */
export const atMost = (name: string, value: number, limit: number): Target => ({
  name,
  value,
  limit,
  met: value <= limit,
});

/** A trial that can't be held here, and why. */
export const skipped = (why: string): Outcome => ({ figures: { skipped: why }, targets: [] });
