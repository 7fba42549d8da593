/**
 * A phone number in one form, `+8613800138000`, ready to be hashed.
 * @param country calling code of numbers without one.
 * @returns undefined for what cannot be a number: masked (`138****8000`), encrypted, too short.
 */
export function normalisePhone(text: string, country = "86"): string | undefined {
  const digits = text.replace(/[\s()-]/g, "");
  if (/^(\+|00)[1-9]\d{6,14}$/.test(digits)) return digits.replace(/^(\+|00)/, "+");
  if (country === "86") {
    const mobile = /^(?:86)?(1[3-9]\d{9})$/.exec(digits)?.[1];
    return mobile ? `+86${mobile}` : undefined;
  }
  return /^0?[1-9]\d{5,13}$/.test(digits) ? `+${country}${digits.replace(/^0/, "")}` : undefined;
}
