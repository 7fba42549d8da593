/**
 * How people get into a group, by how many are in it: the owner included, the one who comes not.
 * Source: the WeChat part of the design's platforms.md.
 */
const DIRECT_UP_TO = 40;
const ANYBODY_UP_TO = 100;
const CODE_UP_TO = 200;
const FULL_AT = 500;
export const CODE_LIVES_MS = 7 * 86_400_000;

export type Way = "added" | "accepted" | "scanned";
export type Entry = "in" | "card" | "full" | "code_closed" | "not_verified";

/** What becomes of somebody who comes that way; `card`: they get an invitation, and may accept it. */
export function entry(size: number, way: Way, verified: boolean): Entry {
  if (size >= FULL_AT) return "full";
  if (way === "added") return size < DIRECT_UP_TO ? "in" : "card";
  if (way === "scanned" && size >= CODE_UP_TO) return "code_closed";
  return size >= ANYBODY_UP_TO && !verified ? "not_verified" : "in";
}
