import type { Playbook } from "../../playbook/schema.js";
import type { Compiled } from "../promo/compile.js";

/** What a group gets on a day: the playbook as it is spoken there, and its promos. */
export type Scene = {
  readonly playbook: Playbook;
  readonly promos: Compiled;
  /** What goods count as. */
  readonly tags: readonly string[];
};
