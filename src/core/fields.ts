import { z } from "zod";
import { MONEY, moneySlip } from "./money.js";
import { DURATION, isTooLong, parseDuration } from "./time/duration.js";

/**
 * Zod fields shared by the sections. A custom issue's message is a finding's code (playbook/findings.ts). `form`
 * names to editors what a text must look like, `pattern` is that as a regular expression.
 */
export const idField = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "PLAYBOOK_ID_FORM")
  .meta({ form: "id" });
export const durationField = z
  .string()
  .refine((text) => parseDuration(text) !== undefined || isTooLong(text), {
    message: "PLAYBOOK_DURATION",
  })
  .refine((text) => !isTooLong(text), { message: "PLAYBOOK_DURATION_LONG" })
  .meta({ form: "duration", pattern: DURATION });
/** Wall clock, `"22:30"`. */
export const timeField = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "PLAYBOOK_TIME")
  .meta({ form: "time" });
export const textField = z.string().min(1).max(4000);

const MONEY_CODES = {
  form: "PLAYBOOK_MONEY",
  symbol: "PLAYBOOK_MONEY_SYMBOL",
  negative: "PLAYBOOK_MONEY_NEGATIVE",
  decimals: "PLAYBOOK_MONEY_DECIMALS",
} as const;
/** A decimal amount, `"60.00"`; how many decimals the currency allows is checked with the currency. */
export const moneyField = z
  .string({
    error: ({ input }) => (typeof input === "number" ? "PLAYBOOK_MONEY_UNQUOTED" : undefined),
  })
  .check((context) => {
    const slip = moneySlip(context.value);
    if (slip)
      context.issues.push({ code: "custom", input: context.value, message: MONEY_CODES[slip] });
  })
  .meta({ form: "money", pattern: MONEY });

const WALL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$|^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

/** Why a text names no instant: it has no offset, or no such date and time exists. */
export function instantSlip(text: string): "offset" | "form" | undefined {
  const match = INSTANT.exec(text);
  if (!match) return WALL.test(text) ? "offset" : "form";
  // Date.parse lets 31 February roll over into March.
  const day = match[1] ?? "";
  const real = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(real.getTime()) && real.toISOString().startsWith(day);
  return exists && !Number.isNaN(Date.parse(text)) ? undefined : "form";
}
/** `2026-10-01T00:00:00+08:00`: a date and time with its offset. */
export const instantField = z
  .string()
  .check((context) => {
    const slip = instantSlip(context.value);
    const message = slip === "offset" ? "PLAYBOOK_DATETIME_OFFSET" : "PLAYBOOK_DATETIME";
    if (slip) context.issues.push({ code: "custom", input: context.value, message });
  })
  .meta({ form: "instant", pattern: INSTANT.source });
