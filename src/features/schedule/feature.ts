import type { Feature } from "../../engine/feature.js";
import { scheduleListCommand, schedulePauseCommand, scheduleResumeCommand } from "./command.js";
import { planSchedules } from "./plan-schedules.js";
import { sendSchedule } from "./send-schedule.js";
import { text } from "./texts.js";

/** What is said to groups at set times. */
export const schedule: Feature = {
  name: "schedule",
  due: { schedule: sendSchedule },
  takeUp: planSchedules,
  commands: [scheduleListCommand, schedulePauseCommand, scheduleResumeCommand],
  texts: [text],
  about: { schedule: "nobody" },
};
