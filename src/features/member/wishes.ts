import type { Wish } from "../../domain/guard/opt-out.js";
import type { MemberRecord } from "../../engine/records.js";

/** Whether a member has ended anything. */
export const stopped = ({ optedOut, optedOutOf = [] }: MemberRecord): boolean =>
  optedOut === true || optedOutOf.length > 0;

/** A member as their wish makes them. @param all the playbook's topics */
export function wanting(member: MemberRecord, wish: Wish, all: readonly string[]): MemberRecord {
  const { optedOut = false, optedOutOf = [], optedOutWith: _, ...rest } = member;
  if (wish.kind === "stop") {
    if (wish.topic === undefined) return { ...rest, ...topics(optedOutOf), optedOut: true };
    return { ...member, ...topics([...new Set([...optedOutOf, wish.topic])]) };
  }
  if (wish.topic === undefined) return rest;
  // Who ended everything and wants one topic again has still ended the others.
  const left = (optedOut ? all : optedOutOf).filter((topic) => topic !== wish.topic);
  return { ...rest, ...topics(left) };
}

const topics = (optedOutOf: readonly string[]) => (optedOutOf.length > 0 ? { optedOutOf } : {});
