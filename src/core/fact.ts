import type { Instant } from "./event.js";

/** One immutable, timestamped thing that happened. */
export type Fact = {
  readonly kind: string;
  readonly at: Instant;
  readonly group?: string;
  readonly member?: string;
  readonly version?: string;
  /** The arms under which it happened: experiment -> arm. */
  readonly arms?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
};
