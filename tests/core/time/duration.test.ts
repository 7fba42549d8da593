import { expect, test } from "vitest";
import { parseDuration } from "../../../src/core/time/duration.js";

test.each([
  ["30m", 1_800_000],
  ["72h", 259_200_000],
  ["10s", 10_000],
  ["1d", 86_400_000],
])("%s is %d ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(["30", "30 min", "-1m", "", "1.5h", "m"])("%p is no duration", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
