import { randomBytes } from "node:crypto";

/** Of each byte five bits: 60 bits in all, which nobody guesses over the network. */
const LENGTH = 12;
/** Crockford's base 32, in small letters: nothing that is taken for something else. */
const SIGNS = "0123456789abcdefghjkmnpqrstvwxyz";
const NAME = /^([A-Za-z][A-Za-z0-9_-]{0,63})-([0-9a-hjkmnp-tv-z]{12})$/;

/** Draws the code of a pool's page. */
export const drawCode = (): string =>
  [...randomBytes(LENGTH)].map((byte) => SIGNS[byte % SIGNS.length]).join("");

/** The last part of a page's address, as `/join/welfare-4m7k…`. */
export const pageName = (pool: string, code: string): string => `${pool}-${code}`;

/** What such a part says; undefined when it can't be one. */
export function readPageName(name: string): { pool: string; code: string } | undefined {
  const [, pool, code] = NAME.exec(name) ?? [];
  return pool === undefined || code === undefined ? undefined : { pool, code };
}
