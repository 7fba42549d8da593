import type { Feature } from "../../engine/feature.js";
import { compareRoster, planRosters } from "./roster.js";

/** Who is in a group, where the platform lists it but doesn't tell of everybody who comes and goes. */
export const roster: Feature = {
  name: "roster",
  due: { roster: compareRoster },
  takeUp: planRosters,
  about: { roster: "nobody" },
};
