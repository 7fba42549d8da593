import { afterEach, describe, expect, test } from "vitest";
import { type Brand, closeCorners, HOUR, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const NOTICE = "（智能助手）";
const BOSS = "corner-boss";
const brand = (discloses: "always" | "on_ask"): Brand => ({
  sections: {
    replies: { open: { when: { keywords: ["open"] }, say: "hours" } },
    scripts: {
      welcome: { on: "joined", steps: [{ say: "greet" }, { wait: "1h" }, { say: "menu" }] },
      survey: { on: "started", steps: [{ say: "menu" }] },
      back: { on: { silent: "30h" }, steps: [{ say: "missed" }] },
    },
    schedule: { post: { at: "15:00", pool: "street", say: "post" } },
  },
  persona: { discloses_bot: discloses, pacing: { min: "0s", max: "0s", split_at: 20 } },
  lines: {
    ...{ greet: "welcome", menu: "menu", missed: "missed you", hours: "at nine" },
    ...{ post: "A first sentence. And a second one.", disclosure: "I am a bot" },
  },
});

describe.each([
  ["always", NOTICE],
  ["on_ask", ""],
] as const)("a persona that discloses %s", (discloses, notice) => {
  test("ends what nobody asked for accordingly, every part of it", async () => {
    const corner = await openCorner({ brands: [brand(discloses)] });
    await corner.joins("corner", "amy");
    // A newcomer is greeted because they came.
    expect(corner.heard("corner")).toEqual(["welcome"]);
    await corner.forward(HOUR);
    expect(corner.heard("corner")).toEqual([`menu${notice}`]);
    await corner.forward(4 * HOUR);
    expect(corner.heard("corner")).toEqual([
      `A first sentence.${notice}`,
      `And a second one.${notice}`,
    ]);
    await corner.says("corner", BOSS, "/script start survey amy");
    expect(corner.heard("corner")).toContain(`menu${notice}`);
    await corner.forward(30 * HOUR);
    expect(corner.heard("corner")).toContain(`missed you${notice}`);
    expect(corner.bugs).toEqual([]);
  });

  test("answers without it, in the group and in private", async () => {
    const corner = await openCorner({ brands: [brand(discloses)] });
    await corner.says("corner", "amy", "open?");
    await corner.writes("amy", "open?");
    await corner.says("corner", "amy", "算一下 58");
    expect([corner.heard("corner"), corner.heard("amy")]).toEqual([
      ["at nine", expect.stringMatching(/58[^（]*$/)],
      ["at nine"],
    ]);
  });

  test("says that it is a bot when asked, before anything else", async () => {
    const corner = await openCorner({ brands: [brand(discloses)] });
    for (const text of ["你是机器人吗", "open? are you a BOT", "你是真人吗"]) {
      await corner.says("corner", "amy", text);
      expect(corner.heard("corner")).toEqual(["I am a bot"]);
    }
    await corner.writes("amy", "are you human");
    expect(corner.heard("amy")).toEqual(["I am a bot"]);
  });

  test("ends accordingly what an operator lets it say", async () => {
    const corner = await openCorner({ brands: [brand(discloses)] });
    await corner.says("corner", BOSS, "/say hello");
    await corner.says("corner", BOSS, "/yes");
    expect(corner.heard("corner").at(-1)).toBe(`hello${notice}`);
  });
});
