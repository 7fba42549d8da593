const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PATTERN = /^\s*(\d{1,6})(s|m|h|d)\s*$/;
/** What `parseDuration` reads, as a regular expression. */
export const DURATION = PATTERN.source;

/**
 * Reads a duration such as `30m`, `72h` or `10s`.
 * @returns milliseconds, or undefined when the text is no duration (a bare number has no unit).
 */
export function parseDuration(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/** Whether a text is a duration but for its length: more than six digits. */
export const isTooLong = (text: string): boolean => /^\d{7,}(s|m|h|d)$/.test(text.trim());
