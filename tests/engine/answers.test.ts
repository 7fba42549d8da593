// Cases c1, c4 and c21 of the reports of inputs that went wrong: one member can't take a group's voice.
import { afterEach, describe, expect, test } from "vitest";
import { type Corner, closeCorners, MINUTE, openCorner } from "../support/corner.js";
import { closeTowns, HQ, openTown } from "../support/town.js";

afterEach(async () => {
  await closeTowns();
  await closeCorners();
});

const SECOND = 1_000;
const floods: readonly (readonly [string, (n: number) => string])[] = [
  ["退订", () => "退订"],
  ["whether it is a bot", () => "你是机器人吗"],
  ["what something costs", () => "算一下 18"],
  ["something else each time", (n) => `算一下 ${n + 1}`],
  ["all there is", (n) => ["退订", "营业时间", "算一下 9", "怎么买", "优惠", "领券"][n % 6] ?? ""],
];

describe.each(floods)("while one member asks 400 times: %s", (_what, question) => {
  test("another's questions and a newcomer's greeting come within ten seconds", async () => {
    const town = await openTown();
    town.api.say(HQ, 502, "小云", "营业时间");
    await town.heard("点", HQ);
    await town.pass(MINUTE);
    const flood = (n: number) => town.api.say(HQ, 501, "小雨", question(n));
    const before = town.api.sent.length;
    for (let n = 0; n < 200; n++) flood(n);
    await town.until("the first of them is answered", () => town.api.sent.length > before);
    await town.forward(20 * SECOND);
    for (let n = 200; n < 400; n++) flood(n);
    await town.pass(SECOND);
    const asked = town.clock.now();
    // Who has been answered a minute ago waits behind nobody either.
    town.api.say(HQ, 502, "小云", "有优惠吗");
    town.api.join(HQ, 503, "小风");
    for (const part of ["小风", "减"]) {
      const find = () => town.api.sent.find(({ text }) => text.includes(part));
      await town.until(part, () => find() !== undefined || town.clock.now() - asked > 10 * SECOND);
      expect([part, find()?.text]).toEqual([part, expect.any(String)]);
    }
    expect(town.clock.now() - asked).toBeLessThanOrEqual(10 * SECOND);
    await town.forward(20 * MINUTE);
    expect(town.bugs).toEqual([]);
  });
});

const brand = {
  sections: {
    opt_out: { words: ["TD"], say: "bye" },
    replies: {
      open: { when: { keywords: ["open"] }, say: "hours", cooldown: { per: "group", for: "1h" } },
      menu: { when: { pattern: "menu" }, say: "menu" },
    },
    groups: {
      ...{ capacity: 3, reserve: 1, overflow: "waitlist" },
      pools: { street: { title: "street {{ n }}" } },
      chats: { corner: { platform: "sandbox", chat: "corner", pool: "street" } },
    },
  },
  lines: { hours: "at nine", menu: ["tea", "more tea"], disclosure: "I am a bot" },
} as const;

/** Forty times, a second apart: as fast as all of it is read. */
async function asks(corner: Corner, text: (n: number) => string): Promise<void> {
  for (let n = 0; n < 40; n++) {
    await corner.forward(SECOND);
    await corner.says("corner", "amy", text(n));
  }
}

describe("one member", () => {
  test("hears the same answer to the same question once a minute, in the group and directly", async () => {
    const corner = await openCorner({ brands: [brand] });
    await asks(corner, () => "menu");
    expect(corner.heard("corner")).toHaveLength(1);
    await corner.says("corner", "bob", "menu");
    await corner.says("corner", "amy", "the menu please");
    expect(corner.heard("corner")).toHaveLength(2);
    for (let n = 0; n < 40; n++) await corner.writes("amy", "menu");
    expect(corner.heard("amy")).toHaveLength(1);
    await corner.forward(MINUTE);
    await corner.says("corner", "amy", "menu");
    expect(corner.heard("corner")).toHaveLength(1);
    expect(corner.bugs).toEqual([]);
  });

  test("is told ten times in ten minutes at most, then that it is much, then nothing but what is owed", async () => {
    const corner = await openCorner({ brands: [brand] });
    await asks(corner, (n) => `menu ${n}`);
    const heard = corner.heard("corner");
    expect(heard).toHaveLength(11);
    expect(heard.at(-1)).toBe("That's many questions. Ask again in a few minutes.");
    // What they don't hear begins no cooldown for others.
    await corner.says("corner", "amy", "open?");
    expect(corner.heard("corner")).toEqual([]);
    await corner.says("corner", "bob", "open?");
    expect(corner.heard("corner")).toEqual(["at nine"]);
    await asks(corner, (n) => (n % 2 ? "TD" : "td "));
    expect(corner.heard("corner")).toEqual(["bye"]);
    expect((await corner.member("amy"))?.optedOut).toBe(true);
    await corner.says("corner", "amy", "are you a bot?");
    expect(corner.heard("corner")).toEqual(["I am a bot"]);
    await corner.forward(15 * MINUTE);
    await corner.says("corner", "amy", "menu");
    expect(corner.heard("corner")).toHaveLength(1);
  });

  test("who asks 40 times at a full pool gets one answer, and is let in when there is room", async () => {
    const corner = await openCorner({ brands: [brand] });
    for (const name of ["ann", "ben"]) await corner.joins("corner", name);
    for (let n = 0; n < 40; n++) await corner.asks("corner", "amy");
    expect(corner.heard("amy")).toHaveLength(1);
  });
});
