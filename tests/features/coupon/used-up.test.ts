import { afterEach, describe, expect, test } from "vitest";
import { CLIENT, type Corner, closeCorners, DAY, HOUR, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const BOSS = "corner-boss";
const cup = { title: "8 off", spend: "15.00", give: { off: "8.00" }, budget: "90.00" };
const brand = (promo: object, max = 9) => ({
  sections: {
    promos: { cup: { ...cup, ...promo } },
    coupons: { blue: { promo: "cup", code: { prefix: "AA", length: 10 }, valid: "72h", max } },
    scripts: {
      claim: {
        on: "said",
        when: { keywords: ["claim"] },
        once: { again_after: "0s" },
        steps: [{ grant: "blue", say: "yours" }, { say: "anyway" }],
      },
      gift: { on: "joined", steps: [{ wait: "1h" }, { grant: "blue", say: "yours" }] },
    },
  },
  lines: { yours: "{{ promo.title }}: {{ coupon.code }}", anyway: "anything else?" },
});
const uses = (corner: Corner, counter: string, by: number) =>
  corner.store.commit({
    client: CLIENT,
    changes: [{ op: "add", counter: `promo/cup/${counter}`, by }],
    outbox: [],
    facts: [],
  });
const coupons = async (corner: Corner) =>
  (await corner.store.list(CLIENT, "coupon")).map(({ value }) => value.code);

describe.each([
  ["uses", { limits: { uses: 3 } }, "uses", 2, 1],
  ["funds", { budget: "24.00" }, "spent", 1_600, 1],
] as const)("of a promo whose %s are spent", (_what, promo, counter, almost, rest) => {
  test("a script neither grants a coupon nor speaks of it, and goes on", async () => {
    const corner = await openCorner({ brands: [brand(promo)] });
    await uses(corner, counter, almost);
    await corner.joins("corner", "bob");
    await corner.says("corner", "amy", "claim");
    const [code] = await coupons(corner);
    expect(corner.heard("corner")).toEqual([`8 off: ${code}`, "anything else?"]);
    await uses(corner, counter, rest);
    await corner.forward(1_000);
    await corner.says("corner", "amy", "claim");
    expect(corner.heard("corner")).toEqual(["anything else?"]);
    await corner.forward(HOUR);
    expect(corner.heard("corner")).toEqual([]);
    expect(await coupons(corner)).toEqual([code]);
    expect(await corner.facts("coupon_granted")).toHaveLength(1);
    expect(await corner.store.counter(CLIENT, "coupon/blue/granted")).toBe(1);
    // An order gave some back.
    await uses(corner, counter, -rest);
    await corner.says("corner", "amy", "claim");
    expect(await coupons(corner)).toHaveLength(2);
    expect(corner.bugs).toEqual([]);
  });

  test("a coupon that was granted before stands as idle, opens no price, and is refused", async () => {
    const corner = await openCorner({ brands: [brand(promo)] });
    await uses(corner, counter, almost);
    await corner.says("corner", "amy", "claim");
    const [code = ""] = await coupons(corner);
    const hears = async (text: string) => {
      corner.heard("corner");
      await corner.says("corner", "amy", text);
      return corner.heard("corner").join();
    };
    expect(await hears("我的券")).toMatch(new RegExp(`8 off: ${code}`));
    expect(await hears("算一下 58")).toContain("less 8");
    await uses(corner, counter, rest);
    expect(await hears("我的券")).toMatch(new RegExp(`^${code}`));
    expect(await hears("算一下 58")).not.toContain("less");
    expect(await hears(`用券 ${code}`)).not.toContain(code);
    expect(await hears(`算一下 58 ${code}`)).not.toMatch(/50|less/);
  });

  test("operators who grant one are warned", async () => {
    const corner = await openCorner({ brands: [brand(promo)] });
    await corner.says("corner", "amy", "hello");
    await uses(corner, counter, almost);
    await corner.says("corner", BOSS, "/coupon grant blue amy");
    expect(corner.heard("corner").join()).not.toContain("Note:");
    await uses(corner, counter, rest);
    await corner.says("corner", BOSS, "/coupon grant blue amy");
    expect(corner.heard("corner").join()).toContain("Note: the promo cup has too little");
  });
});

test("a member whose own share is used up may still claim one for later", async () => {
  const limits = { member: { max: 1, per: "day" } };
  const corner = await openCorner({ brands: [brand({ limits })] });
  await corner.says("corner", "amy", "hello");
  await uses(corner, "member/sandbox:amy/2026-11-24", 1);
  await corner.says("corner", "amy", "claim");
  expect(await coupons(corner)).toHaveLength(1);
});

test("of so many coupons of a kind that many are granted, and no more is said of them", async () => {
  const corner = await openCorner({ brands: [brand({}, 2)] });
  for (const name of ["amy", "bob", "cat"]) await corner.says("corner", name, "claim");
  const all = await coupons(corner);
  expect(all).toHaveLength(2);
  const heard = corner.heard("corner");
  expect(heard.filter((text) => text.startsWith("8 off"))).toHaveLength(2);
  expect(heard.filter((text) => text === "anything else?")).toHaveLength(3);
  await corner.says("corner", BOSS, "/coupon grant blue amy");
  expect(await coupons(corner)).toHaveLength(2);
  await corner.forward(DAY);
  expect(corner.bugs).toEqual([]);
});
