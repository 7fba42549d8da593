import type { InflowTimings } from "./inflow.js";
import type { DingTimings } from "./liveness.js";

/** Every wait of the adapter. */
export type Timings = DingTimings &
  InflowTimings & {
    /** When a call is given up. */
    readonly callMs: number;
    /** How long a message of the account's own may take to be shown to it. */
    readonly echoMs: number;
    /** When the start is given up waiting for; the line may stand all the same. */
    readonly startMs: number;
    /** How long a start waits to hear who is logged in. */
    readonly readyMs: number;
  };

/** The waits for production. */
export const TIMINGS: Timings = {
  dingMs: 30_000,
  dongMs: 10_000,
  callMs: 15_000,
  echoMs: 30_000,
  startMs: 30_000,
  readyMs: 10_000,
  backOffMinMs: 1_000,
  backOffMaxMs: 30_000,
  stopMs: 5_000,
};
