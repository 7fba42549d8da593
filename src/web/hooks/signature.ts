import { createHash, createHmac, timingSafeEqual } from "node:crypto";

type Bytes = string | Uint8Array;

/** Compares in time that depends on the length only; a signature of another length is wrong. */
export function sameSignature(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given, "utf8"), Buffer.from(expected, "utf8")];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function hmacSha256Base64(key: Bytes, ...parts: readonly Bytes[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("base64");
}

export function md5Hex(...parts: readonly Bytes[]): string {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

export const sha1Hex = (text: string): string => createHash("sha1").update(text).digest("hex");
