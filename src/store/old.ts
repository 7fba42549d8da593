import type { Instant } from "../core/event.js";

/** What is old enough to be forgotten. */
export type Old = {
  /** Events that were accepted, and rows that ended, before. */
  readonly handled: Instant;
  /** Facts from before, unless they are of a kind to `keep`. */
  readonly facts: Instant;
  readonly keep: readonly string[];
  /** Counters whose `until` is before. */
  readonly now: Instant;
};
