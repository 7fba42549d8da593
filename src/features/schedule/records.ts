import type { Instant } from "../../core/event.js";

declare module "../../core/record.js" {
  interface Records {
    schedule: ScheduleRecord;
  }
}

export type ScheduleRecord = {
  readonly schedule: string;
  readonly slot: Instant;
  readonly paused?: boolean;
};
