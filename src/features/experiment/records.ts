import type { ExperimentRecord } from "../../domain/experiment/design/run.js";

declare module "../../core/record.js" {
  interface Records {
    experiment: ExperimentRecord;
    day: DayRecord;
  }
}

/** Opens each local day of a client. */
type DayRecord = { readonly day: string };
