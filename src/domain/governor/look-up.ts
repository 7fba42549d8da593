import type { Act } from "../../core/ledger-entry.js";

/**
 * What is looked up: `read` a list of members, `name` what somebody is called whom the bot may have to greet or to
 * answer, `face` that of whoever just talks in a group; `look` what an operator waits for, or what belongs to a
 * question just asked, which is counted and keeps no gap.
 */
export type LookUp = "read" | "name" | "face" | "look";

const LOOK_UPS: ReadonlySet<string> = new Set([
  ...(["read", "name", "face", "look"] satisfies LookUp[]),
]);

export const isLookUp = ({ kind }: Pick<Act, "kind">): boolean => LOOK_UPS.has(kind);
export const keepsGap = ({ kind }: Pick<Act, "kind">): boolean => kind !== "look";
