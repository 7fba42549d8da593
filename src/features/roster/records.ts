declare module "../../core/record.js" {
  interface Records {
    /** When a group's list of members is compared next; its key is the group's. */
    roster: RosterRecord;
  }
}

export type RosterRecord = {
  /** The chat that was compared; in another one it begins anew. */
  readonly chat?: string;
  readonly doubts?: number;
  readonly nameless?: number;
  /** So many lists in a row did not come, though the account is there. */
  readonly unlisted?: number | undefined;
};
