import type { Rollup } from "../../core/rollup.js";
import type { Commit } from "../port.js";
import type { FactDoc, RowDoc } from "./tables.js";

/** A decision, the id of the event that it settles, and what its facts add to the rollups. */
export type Decided = {
  readonly commit: Commit;
  readonly event?: string | undefined;
  readonly added: readonly Rollup[];
};
/** The same with its rows and facts, numbered. */
export type Decision = Decided & {
  readonly rows: readonly RowDoc[];
  readonly facts: readonly FactDoc[];
};
