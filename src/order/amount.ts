const PATTERN = /^(0|[1-9]\d{0,12})(?:\.(\d+))?$/;

/**
 * Reads a decimal amount such as `52`, `52.5` or `52.00`, without going through a float.
 * @param exponent digits of the currency's minor unit (2 for CNY, 0 for JPY).
 * @returns minor units, or undefined when the text is no plain decimal: a sign, a symbol, a group
 * separator, an exponent, a full-width digit, or more decimals than the currency has.
 */
export function parseAmount(text: string, exponent: number): number | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const decimals = match[2] ?? "";
  if (decimals.length > exponent) return undefined;
  return Number(match[1] + decimals.padEnd(exponent, "0"));
}

const exponents = new Map<string, number>();

/** Digits of a currency's minor unit by ISO 4217, as Intl knows them; 2 for what it doesn't know. */
export function exponentOf(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  const valid = /^[A-Z]{3}$/.test(currency);
  const exponent = valid
    ? (new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
        .maximumFractionDigits ?? 2)
    : 2;
  if (valid) exponents.set(currency, exponent);
  return exponent;
}
