import type { Instant } from "../core/event.js";
import type { Old } from "../store/port.js";
import type { Feature } from "./feature.js";

const DAY_MS = 86_400_000;
/** What was done is known so long, so that it isn't done twice. */
export const DONE_MS = 30 * DAY_MS;
/** So long the sums by group and day can be made of their facts again; what was added up stays. */
export const FACTS_MS = 90 * DAY_MS;

/** What may be forgotten at an instant. */
export const forgettable = (now: Instant, features: readonly Pick<Feature, "keeps">[]): Old => ({
  handled: now - DONE_MS,
  facts: now - FACTS_MS,
  now,
  keep: features.flatMap(({ keeps }) => keeps ?? []),
});
