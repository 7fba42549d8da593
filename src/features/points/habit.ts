import type { Habit } from "../../domain/simulate/habit.js";

/** The share of members that checks in on a day; an assumption, as no such figures are published. */
const CHECKS_IN = 0.15;

/** Synthetic members check in where the playbook gives points for it. */
export const checksIn: Habit = ({ playbook, random }) =>
  random.uniform() < CHECKS_IN && playbook.points?.check_in ? ["签到"] : [];
