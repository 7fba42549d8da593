import { z } from "zod";
import type { Instant } from "../../core/event.js";
import { parseMoney } from "../../core/money.js";
import { isIdText } from "../../domain/order/id-text.js";
import { malformed } from "./refusal.js";

/** An id, as a string of what the sender wrote; never with line breaks or other control characters. */
export const idText = z
  .union([z.string().refine(isIdText), z.number().int().nonnegative()])
  .transform(String);

/** An instant with an offset, ISO 8601. */
export const isoInstant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** @throws HookRefusal 400 when the value is not of the form. */
export function readForm<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (!read.success) throw malformed();
  return read.data;
}

/** Minor units of a decimal string. @throws HookRefusal 400. */
export function readMoney(text: string, currency: string): number {
  const amount = parseMoney(text, currency);
  if (amount === undefined) throw malformed();
  return amount;
}

/** `2026-10-01 12:00:00` or with a `T`, of a clock with a fixed offset. @throws HookRefusal 400. */
export function readClock(text: string, offset: "Z" | "+08:00"): Instant {
  const at = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/.test(text)
    ? Date.parse(text.replace(" ", "T") + offset)
    : Number.NaN;
  if (Number.isNaN(at)) throw malformed();
  return at;
}
