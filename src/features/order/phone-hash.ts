import { createHmac, hash } from "node:crypto";
import type { HashPhone } from "../../domain/order/order.js";

/** What SHA-256 takes in at a time, in bytes. */
const BLOCK = 64;
/** Longer than any phone number in one form (order/phone.ts). */
const ROOM = 64;

/**
 * Makes what is kept of a client's phone numbers: a hash by the installation's key, which nobody outside of it knows,
 * and another for each client. It must stay the same for as long as orders are matched. Before there was one, the
 * client's id was the key: what is stored by that hash is found, and gets the new one.
 */
export function clientPhones(key: string, client: string): HashPhone {
  const now = phoneHasher(createHmac("sha256", key).update(`phones of ${client}`).digest("hex"));
  const before = phoneHasher(client);
  return (phone) => ({ phone: now(phone), phoneBefore: before(phone) });
}

/**
 * Makes the hash by which phone numbers are compared. It is keyed, since eleven digits are few enough to try them all.
 *
 * It is HMAC-SHA-256 (RFC 2104) of two hashes: a file has a phone in every row, and node's Hmac object
 * costs three times as much, most of it for the garbage collector.
 */
export function phoneHasher(key: string): (phone: string) => string {
  const secret = Buffer.byteLength(key) > BLOCK ? hash("sha256", key, "buffer") : Buffer.from(key);
  const pad = (byte: number) => Buffer.alloc(BLOCK, byte).map((each, i) => each ^ (secret[i] ?? 0));
  const inner = Buffer.concat([pad(0x36), Buffer.alloc(ROOM)]);
  const outer = Buffer.concat([pad(0x5c), Buffer.alloc(32)]);
  return (phone) => {
    if (Buffer.byteLength(phone) > ROOM) throw new RangeError("no phone number is so long");
    const end = BLOCK + inner.write(phone, BLOCK);
    outer.write(hash("sha256", inner.subarray(0, end), "binary"), BLOCK, "binary");
    return hash("sha256", outer).slice(0, 32);
  };
}
