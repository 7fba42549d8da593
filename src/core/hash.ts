const utf8 = new TextEncoder();

/** The 32-bit FNV-1a hash of a text's UTF-8 bytes, as an unsigned integer. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8.encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * An index below `n` that depends on the seed alone. FNV's low bits follow the text's low bits too
 * closely for a remainder, so the hash is mixed once more.
 */
export function pick(seed: string, n: number): number {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`nothing to pick from: ${n}`);
  let hash = fnv1a32(seed);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % n;
}
