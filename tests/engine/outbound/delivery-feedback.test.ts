import { expect, test } from "vitest";
import { PlatformFailure, type Refusal } from "../../../src/core/errors.js";
import { feedbackOf } from "../../../src/engine/outbound/delivery-feedback.js";
import type { NewRow } from "../../../src/store/port.js";
import { NOW, row } from "../../store/samples.js";

const TEXT = "sendMessage: 400 Bad Request: no such thing at offset 7";

/** What is learned of a text that was refused, and of nothing else. */
function refused(
  kind: Refusal["kind"] | "a bug",
  { over = {}, why = TEXT, day = "2026-11-24", seq = 1 }: Given = {},
) {
  const refusal = { kind, delivered: "no", retryAfterMs: 1 } as Refusal;
  const events = feedbackOf({
    row: { ...row("r", "g1", over), seq, client: "a", tries: 1, uncertain: false },
    outcome: { state: "failed", why },
    error: kind === "a bug" ? new Error(why) : new PlatformFailure(refusal, why),
    platform: { id: "telegram", account: "bot" },
    now: NOW,
    day,
    governed: false,
  });
  return events.filter((event) => event.kind === "message_refused");
}
type Given = {
  readonly over?: Partial<NewRow>;
  readonly why?: string;
  readonly day?: string;
  readonly seq?: number;
};
const idOf = (given: Given) => refused("unknown", given)[0]?.id;

test.each([
  ["unknown", true],
  ["unsupported", true],
  ["too_long", true],
  // The group is lost altogether, which is news of another kind.
  ["forbidden", false],
  ["gone", false],
  ["a bug", false],
] as const)("a text that is refused as %s: %s", (kind, told) => {
  expect(refused(kind)).toHaveLength(told ? 1 : 0);
});

test("what it says is why, and where", () => {
  const [event] = refused("unknown");
  expect(event).toMatchObject({ why: TEXT, at: NOW, account: "bot", place: { chat: "g1" } });
});

test("nothing is said of a notice to one person, nor of what somebody watches", () => {
  const to = { platform: "telegram", chat: "7", direct: true };
  expect(refused("unknown", { over: { action: { kind: "send_text", to, text: "hi" } } })).toEqual(
    [],
  );
  expect(refused("unknown", { over: { watched: true } })).toEqual([]);
});

test("what fails again for the same cause on the same day is the same event", () => {
  const first = idOf({});
  expect(idOf({ seq: 2 })).toBe(first);
  expect(idOf({ why: TEXT.replace("7", "12") })).toBe(first);
  expect(idOf({ day: "2026-11-25" })).not.toBe(first);
  expect(idOf({ why: "sendMessage: 400 Bad Request: TOPIC_CLOSED" })).not.toBe(first);
  const to = { platform: "telegram", chat: "g2", direct: false };
  expect(idOf({ over: { action: { kind: "send_text", to, text: "hi" } } })).not.toBe(first);
});
