import type { Event } from "../core/event.js";
import type { Commit } from "../store/port.js";
import { type Context, closeDecision, openDecision } from "./decision.js";
import type { Feature } from "./feature.js";

/** What one event changes, says and records. Pure: the same context and event give the same commit. */
export function decide(
  features: readonly Pick<Feature, "decide">[],
  context: Context,
  event: Event,
  handles?: number,
): Commit {
  const decision = openDecision(context);
  // Who asks is answered before who only came in is greeted.
  if (event.kind === "message") {
    decision.question = event.text.trim();
    decision.topic = event.place.topic;
  } else decision.rank = 2;
  for (const feature of features) if (feature.decide?.(decision, event)) break;
  return closeDecision(decision, handles);
}
