import type { MemberRecord } from "./records.js";

/** Whether a member wants nothing unasked, or nothing of a topic of the playbook's `opt_out`. */
export const isLeftAlone = (member: MemberRecord | undefined, topic?: string): boolean =>
  member?.optedOut === true || (topic !== undefined && (member?.optedOutOf ?? []).includes(topic));
