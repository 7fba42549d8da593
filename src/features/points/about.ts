import type { Feature } from "../../engine/feature.js";
import type {} from "./records.js";

/** Points go with their member; so does what an order gave, and a check-in that is still to be answered. */
export const pointsAbout: Feature["about"] = {
  points: ({ key, value }, { is }) => (is(key) ? "gone" : value),
  "points-order": ({ value }, { is }) => (is(value.member) ? "gone" : value),
  "points-due": "nobody",
  "check-ins": ({ value }, { is }) => {
    const waiting = value.waiting.filter(({ member }) => !is(member));
    return waiting.length === value.waiting.length ? value : { ...value, waiting };
  },
};
