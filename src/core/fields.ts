import { z } from "zod";
import { parseDuration } from "./duration.js";

/** Zod fields shared by the sections. A custom issue's message is a finding's code (playbook/findings.ts). */
export const idField = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "PLAYBOOK_ID_FORM");
export const durationField = z.string().refine((text) => parseDuration(text) !== undefined, {
  message: "PLAYBOOK_DURATION",
});
/** Wall clock, `"22:30"`. */
export const timeField = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "PLAYBOOK_TIME");
export const textField = z.string().min(1).max(4000);
