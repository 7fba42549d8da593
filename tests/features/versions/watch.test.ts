import { expect, test } from "vitest";
import { sparingly } from "../../../src/features/versions/watch.js";

test("looks that take long are followed by as many that are left out as keep them to a twentieth", async () => {
  let now = 0;
  let n = 0;
  let takesMs = 1_000;
  const look = sparingly(
    async () => {
      n++;
      now += takesMs;
      if (n === 3) throw new Error("the disk is gone");
    },
    { everyMs: 2_000, monotonic: () => now },
  );
  await look();
  for (let call = 0; call < 10; call++) await look();
  expect(n).toBe(1);
  takesMs = 90;
  await look();
  expect(n).toBe(2);
  // A look that fails keeps no other from coming.
  await expect(look()).rejects.toThrow("gone");
  await look();
  expect(n).toBe(4);
});
