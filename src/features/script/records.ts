declare module "../../core/record.js" {
  interface Records {
    enrolment: EnrolmentRecord;
    watch: WatchRecord;
  }
}

/** A member or a group on their way through a script. */
export type EnrolmentRecord = {
  readonly script: string;
  readonly version: string;
  readonly group: string;
  readonly member?: string;
  /** Index into the compiled program. */
  readonly at: number;
  readonly waitsFor?: "time" | "answer" | "signal";
  readonly answer?: string;
};

/** Looks at a member's silence when it is due. */
export type WatchRecord = {
  readonly script: string;
  readonly group: string;
  readonly member: string;
};
