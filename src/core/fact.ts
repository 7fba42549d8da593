import type { Instant } from "./event.js";

/** One immutable, timestamped thing that happened. */
export type Fact = {
  readonly kind: string;
  readonly at: Instant;
  /** The local day it counts for, `YYYY-MM-DD`, in the playbook's zone: an order's is the day it was paid. */
  readonly day?: string;
  readonly group?: string;
  readonly member?: string;
  readonly version?: string;
  /** The arms under which it happened: experiment -> arm. */
  readonly arms?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
};
