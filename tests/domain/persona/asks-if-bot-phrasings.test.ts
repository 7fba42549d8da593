import { expect, test } from "vitest";
import { asksIfBot } from "../../../src/domain/persona/asks-if-bot.js";
import { scoresOf } from "../../support/phrasings.js";

test("who asks whether it is a bot is told from who speaks of bots", () => {
  const scores = scoresOf("asks-if-bot", (text) => asksIfBot(text, "阿翠"));
  for (const { part, size, precision, recall, wrong } of scores) {
    expect(size).toBeGreaterThanOrEqual(60);
    expect([part, Math.min(precision, recall) >= 0.97, wrong]).toEqual([part, true, wrong]);
  }
});
