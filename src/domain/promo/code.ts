import { plainText } from "../../core/text/fold.js";
import type { Coupon } from "./schema.js";

/** Crockford's base 32: no I, L, O or U; https://www.crockford.com/base32.html */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MAX_DENSITY = 0.01;
type Form = Coupon["code"];

const PLAIN = /^[0-9A-HJKMNP-Z]+$/;

/** A typed code as it is compared: upper case and one width, no spaces or dashes, O read as 0, I and L as 1. */
export function plainCode(text: string): string {
  if (PLAIN.test(text)) return text;
  return plainText(text)
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}

/** Whether a typed code has the form of a coupon's codes. */
export function fitsCode(form: Form, text: string): boolean {
  const code = plainCode(text);
  const prefix = plainCode(form.prefix);
  return (
    code.length === form.length &&
    code.startsWith(prefix) &&
    [...code].slice(prefix.length).every((sign) => ALPHABET.includes(sign))
  );
}

/**
 * Makes a code from unguessable random bytes, one per sign behind the prefix; 256 is a multiple of 32,
 * so no sign is likelier than another.
 * @throws RangeError when there are too few bytes.
 */
export function makeCode(form: Form, random: Uint8Array): string {
  const signs = form.length - form.prefix.length;
  if (random.length < signs) throw new RangeError(`${signs} random bytes needed`);
  return (
    form.prefix + Array.from(random.subarray(0, signs), (byte) => ALPHABET[byte & 31]).join("")
  );
}

/** The share of all codes of this form that are granted; guessing is safe below 1 in 100. */
export function codeDensity({ code, max }: Pick<Coupon, "code" | "max">): number {
  return max / 32 ** Math.max(0, code.length - code.prefix.length);
}

/** Whether a member who tries codes finds one less than once in a hundred attempts. */
export function isUnguessable(coupon: Pick<Coupon, "code" | "max">): boolean {
  return codeDensity(coupon) < MAX_DENSITY;
}
