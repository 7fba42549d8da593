import { expect, test } from "vitest";
import type { Call } from "../../../src/engine/feature.js";
import { laterLines } from "../../../src/features/operations/say-preview.js";

const NOW = Date.parse("2026-11-24T10:00:30+08:00");
const call = { locale: "en", now: NOW, zone: "Asia/Shanghai" } as Call;
const lines = (...allowed: readonly number[]) =>
  laterLines(call, {
    groups: allowed.map((at, n) => ({ group: `g${n}`, text: "hi", allowed: at, from: at })),
    ahead: 0,
  });

test("a preview says who waits; what took a moment to look up is no wait", () => {
  expect(lines(NOW, NOW + 40, NOW + 59_999)).toEqual([]);
  expect(lines(NOW + 40, NOW + 60_000)).toEqual([expect.stringContaining("10:01")]);
});
