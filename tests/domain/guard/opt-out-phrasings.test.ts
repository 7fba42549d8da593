import { expect, test } from "vitest";
import { wishOf } from "../../../src/domain/guard/opt-out.js";
import { scoresOf } from "../../support/phrasings.js";

const rule = { words: ["退订", "TD", "STOP"], say: "bye" };

test("wishes to be left alone are told from what only sounds like one", () => {
  const scores = scoresOf("opt-out", (text) => wishOf(rule, text)?.kind === "stop");
  for (const { part, size, precision, recall, wrong } of scores) {
    expect(size).toBeGreaterThanOrEqual(100);
    expect([part, Math.min(precision, recall) >= 0.97, wrong]).toEqual([part, true, wrong]);
  }
});
