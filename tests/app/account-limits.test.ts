import { expect, test } from "vitest";
import { configuredLimits } from "../../src/app/governors.js";
import { type AccountLimits, limitsOf } from "../../src/domain/governor/limits.js";
import { limitsAsOwned, ownLimitsSchema } from "../../src/domain/governor/schema.js";
import type { Platform } from "../../src/platform/port.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const wechat = limitsOf("wechat") as AccountLimits;
const written = (of: object) => ownLimitsSchema.parse(of);

test("an owner's numbers stand in the place of those for the same window; the rest stays", () => {
  const of = { acts: { day: 2_000 }, unasked: { hour: 5 }, images: { hour: 9, day: 99 } };
  const owned = limitsAsOwned(wechat, { limits: written(of) });
  expect(owned.acts).toEqual([
    { most: 20, withinMs: 60_000 },
    { most: 240, withinMs: HOUR },
    { most: 2_000, withinMs: DAY },
  ]);
  expect(owned.unasked).toEqual([
    { most: 240, withinMs: DAY },
    { most: 5, withinMs: HOUR },
  ]);
  expect(owned.kinds.image).toEqual([
    { most: 9, withinMs: HOUR },
    { most: 99, withinMs: DAY },
  ]);
  expect(owned.kinds.approve_join).toEqual(wechat.kinds.approve_join);
  expect(owned.warmUp).toEqual(wechat.warmUp);
  expect(owned.sameText).toEqual(wechat.sameText);
});

test("what is said of an account is its own, and nothing said changes nothing", () => {
  const same = { groups: 3, per: "day" };
  const word = { limits: written({ same_text: same }), warmedUp: true };
  const service = { puppet: "p", token: "t", tls: true, home: "h" };
  const limits = configuredLimits({ wechat: [service, { ...service, name: "old", word }] });
  const of = (account: string, id = "wechat") => limits({ account, id } as Platform);
  expect(of("wechat")).toEqual(wechat);
  expect(of("wechat:old")).toMatchObject({ sameText: { most: 3, withinMs: DAY }, warmUp: [] });
  expect(of("telegram", "telegram")).toBeUndefined();
});
