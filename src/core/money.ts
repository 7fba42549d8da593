/** Why a text is no amount of money. */
export type MoneySlip = "form" | "symbol" | "negative" | "decimals";

const AMOUNT = /^(0|[1-9]\d{0,11})(?:\.(\d{1,4}))?$/;
/** What an amount of money looks like, whatever its currency, as a regular expression. */
export const MONEY = AMOUNT.source;
const SYMBOL = /[\p{Sc}元块圆]|[a-z]{2,}/iu;
const digitsOf = new Map<string, number>();

/**
 * How many decimals a currency has (CNY 2, JPY 0, KWD 3), from ISO 4217 as ECMA-402 carries it.
 * A text that is no currency code has 2.
 */
export function minorDigits(currency: string): number {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  const style = { style: "currency", currency } as const;
  const digits = new Intl.NumberFormat("en", style).resolvedOptions().maximumFractionDigits ?? 2;
  digitsOf.set(currency, digits);
  return digits;
}

/** What is wrong with an amount's text, or undefined; without a currency decimals are not counted. */
export function moneySlip(text: string, currency?: string): MoneySlip | undefined {
  const match = AMOUNT.exec(text);
  if (match) {
    const decimals = match[2]?.length ?? 0;
    return currency !== undefined && decimals > minorDigits(currency) ? "decimals" : undefined;
  }
  if (/^\s*\p{Sc}?\s*[-−－]/u.test(text)) return "negative";
  return SYMBOL.test(text) ? "symbol" : "form";
}

/**
 * Reads a decimal such as `60.00` without going through floating point.
 * @returns minor units (fen) of the currency, or undefined when the text is no such amount: a sign, a
 * symbol, an exponent, full-width digits, or more decimals than the currency has.
 */
export function parseMoney(text: string, currency: string): number | undefined {
  const match = AMOUNT.exec(text);
  const digits = minorDigits(currency);
  const decimals = match?.[2] ?? "";
  if (!match || decimals.length > digits) return undefined;
  return Number(`${match[1]}${decimals.padEnd(digits, "0")}`);
}

/** Minor units as a decimal with all of the currency's decimals: 500 fen is `5.00`. */
export function formatMoney(minor: number, currency: string): string {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`no minor units: ${minor}`);
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const sign = minor < 0 ? "-" : "";
  return digits === 0 ? `${sign}${text}` : `${sign}${whole}.${text.slice(-digits)}`;
}

const BASIS = 10_000;
/** Up to here a product with 100 % is a safe integer, and its division rounds to the right side. */
const EXACT = 100_000_000_000;

/**
 * A share of an amount in hundredths of a percent, rounded half-up on the magnitude: 15 % of 99.90 is
 * 14.985, so 14.99. Exact for every safe integer whose share is one.
 */
export function shareOf(minor: number, basisPoints: number): number {
  const size = Math.abs(minor);
  if (size <= EXACT) {
    const share = Math.floor((size * basisPoints + BASIS / 2) / BASIS);
    return minor < 0 ? -share : share;
  }
  const rest = size % BASIS;
  const share =
    ((size - rest) / BASIS) * basisPoints + Math.floor((rest * basisPoints + BASIS / 2) / BASIS);
  return minor < 0 ? -share : share;
}
