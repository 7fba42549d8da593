import { createHmac, createSecretKey } from "node:crypto";

/**
 * Makes the hash by which phone numbers are compared. It is keyed, since eleven digits are few
 * enough to try them all; a client's key must stay the same for as long as its orders are matched.
 */
export function phoneHasher(key: string): (phone: string) => string {
  const secret = createSecretKey(key, "utf8");
  return (phone) => createHmac("sha256", secret).update(phone).digest("hex").slice(0, 32);
}
