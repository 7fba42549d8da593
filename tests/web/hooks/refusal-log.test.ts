import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRefusalLog } from "../../../src/web/hooks/refusal-log.js";

const MINUTE_MS = 60_000;
const forged = { client: "tea", source: "shop", status: 401, code: "SIGNATURE" };
let lines: Parameters<Parameters<typeof createRefusalLog>[0]>[0][];
let refused: ReturnType<typeof createRefusalLog>;
beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  refused = createRefusalLog((line) => lines.push(line));
});
afterEach(() => {
  vi.useRealTimers();
});

test("the first is told at once, the others together, once a minute", () => {
  for (let n = 0; n < 1000; n++) refused(forged);
  expect(lines).toEqual([{ refused: [{ ...forged, count: 1 }], others: 0 }]);
  vi.advanceTimersByTime(MINUTE_MS - 1);
  expect(lines).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(lines[1]).toEqual({ refused: [{ ...forged, count: 999 }], others: 0 });
  refused(forged);
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(MINUTE_MS);
  expect(lines).toHaveLength(3);
  vi.advanceTimersByTime(10 * MINUTE_MS);
  expect(lines).toHaveLength(3);
  refused(forged);
  expect(lines).toHaveLength(4);
});

test("whatever strangers ask for, a line is short", () => {
  refused(forged);
  for (let n = 0; n < 1000; n++) {
    const name = `\u001b[2J\u202e\n${"长".repeat(10_000)}${n}`;
    refused({ client: name, source: name, status: 404, code: "UNKNOWN_SOURCE" });
    refused({ client: "tea", source: `s${n}`, status: 401, code: "SIGNATURE" });
  }
  vi.advanceTimersByTime(MINUTE_MS);
  const [, line] = lines;
  expect(line?.refused).toHaveLength(20);
  expect(line?.refused[0]).toMatchObject({ code: "UNKNOWN_SOURCE", count: 1000 });
  expect(line?.others).toBe(1000 - 19);
  expect(JSON.stringify(line).length).toBeLessThan(2_500);
  expect(JSON.stringify(line)).not.toMatch(/\\u|\u202e|\\n/);
});
