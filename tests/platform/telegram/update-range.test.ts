import { describe, expect, test } from "vitest";
import { eventId, goOn, markIn } from "../../../src/platform/telegram/update-range.js";
import type { WireUpdate } from "../../../src/platform/telegram/wire.js";

/** An update whose content differs with `life`, the server's. */
const update = (update_id: number, life = 1): WireUpdate => ({
  update_id,
  message: { message_id: update_id, date: life, chat: { id: -1, type: "group" }, text: "hi" },
});
const updates = (ids: readonly number[], life = 1) => ids.map((id) => update(id, life));
const numbers = (batch: readonly WireUpdate[]) => batch.map(({ update_id }) => update_id);

test("the same number with other content is another event", () => {
  expect(eventId("42", update(5))).toBe(eventId("42", update(5)));
  expect(eventId("42", update(5))).not.toBe(eventId("42", update(5, 2)));
  expect(eventId("42", update(5))).not.toBe(eventId("43", update(5)));
});

test.each([
  ["42:7", { number: 7 }],
  ["42:7:ab:c", { number: 7, print: "ab:c" }],
  ["outbox:1:1:link", undefined],
])("what is known of %s", (id, mark) => {
  expect(markIn(id)).toEqual(mark);
});

describe.each(["as it was kept", "without a print, as an earlier version kept it"])(
  "the last update is no. 7, known %s",
  (how) => {
    const mark = markIn(eventId("42", update(7)));
    const last = how === "as it was kept" || !mark ? mark : { number: mark.number };
    test.each([
      ["those above go on", [8, 9], [8, 9], false],
      ["a gap is no fall: a quiet week makes one", [900, 901], [900, 901], false],
      ["what comes again is left out", [6, 7], [], false],
      ["and what is new behind it is not", [6, 7, 8], [8], false],
      ["those below are new, and a fall", [1, 2], [1, 2], true],
      ["nothing is nothing", [], [], false],
    ])("%s", (_name, ids, fresh, fell) => {
      const next = goOn(last, updates(ids));
      expect([numbers(next.fresh), next.fell]).toEqual([fresh, fell]);
      expect(next.last?.number).toBe(fresh.at(-1) ?? 7);
    });
  },
);

test("another no. 7 in the new range is no repetition", () => {
  const next = goOn(markIn(eventId("42", update(7))), updates([5, 6, 7, 8], 2));
  expect([numbers(next.fresh), next.fell, next.last?.number]).toEqual([[5, 6, 7, 8], true, 8]);
});
