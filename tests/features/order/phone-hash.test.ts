import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { phoneHasher } from "../../../src/features/order/phone-hash.js";

test.each(["tea-town", "奶茶", "k".repeat(64), "k".repeat(65), "c".repeat(200)])(
  "a phone's hash by the key %j is the first half of its HMAC",
  (key) => {
    const hashOf = phoneHasher(key);
    for (const phone of ["+8613800138000", "+1", "+447700900123", ""]) {
      const hmac = createHmac("sha256", key).update(phone).digest("hex");
      expect(hashOf(phone)).toBe(hmac.slice(0, 32));
    }
    expect(() => hashOf("1".repeat(65))).toThrow(RangeError);
  },
);
