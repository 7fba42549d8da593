import { expect, test } from "vitest";
import type { Act } from "../../../src/core/ledger-entry.js";
import { createSameTexts } from "../../../src/domain/governor/same-text.js";

const HOUR = 3_600_000;
const said = (chat: string, served: Act["for"] = "nobody"): Act => ({
  kind: "text",
  for: served,
  client: "tea",
  chat,
  text: 3,
});

test("what was taken back in a group is no reason to say it there: others have heard it since", () => {
  const same = createSameTexts({ most: 3, withinMs: HOUR });
  same.enter(said("g1"), 0);
  same.takeBack(said("g1"), 0);
  for (const [n, chat] of ["g2", "g3", "g4"].entries()) same.enter(said(chat, "operators"), n + 1);
  expect(same.from(said("g1"), 10)).toBeGreaterThan(10);
  // Who heard it may hear it again: no further group does.
  expect(same.from(said("g2"), 10)).toBe(10);
  expect(same.from(said("g1", "members"), 10)).toBe(10);
});

test("what was entered again after it was taken back counts", () => {
  const same = createSameTexts({ most: 1, withinMs: HOUR });
  same.enter(said("g1"), 0);
  same.takeBack(said("g1"), 0);
  same.enter(said("g1"), 5);
  expect(same.from(said("g1"), 10)).toBe(10);
  expect(same.from(said("g2"), 10)).toBe(5 + HOUR);
});
