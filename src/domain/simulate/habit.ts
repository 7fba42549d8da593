import type { Playbook } from "../../playbook/schema.js";
import type { Random } from "../stats/random.js";

/**
 * What one synthetic member types on a day because of a feature, beside what the community does anyhow. The
 * draws are the member's own for that day and feature, so that no other draw moves when a habit is added.
 */
export type Habit = (of: {
  readonly playbook: Playbook;
  readonly random: Random;
  /** From 0. */
  readonly day: number;
}) => readonly string[];
