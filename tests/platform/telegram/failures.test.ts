import { describe, expect, test } from "vitest";
import { toFailure } from "../../../src/platform/telegram/failures.js";

const TOKEN = "42:SECRETsecret";
const answer = (error_code: number, description: string, parameters?: object) => ({
  response: { error_code, description, parameters },
});

const table: readonly (readonly [string, unknown, object])[] = [
  ["429", answer(429, "", { retry_after: 7 }), { kind: "rate_limited", retryAfterMs: 7_000 }],
  [
    "429 for a month",
    answer(429, "", { retry_after: 2_592_000 }),
    { kind: "rate_limited", retryAfterMs: 86_400_000 },
  ],
  [
    "429 for less than nothing",
    answer(429, "", { retry_after: -1 }),
    { kind: "rate_limited", retryAfterMs: 0 },
  ],
  ["429 without a time", answer(429, ""), { kind: "rate_limited", retryAfterMs: 3_000 }],
  ["403", answer(403, "Forbidden: bot was blocked by the user"), { kind: "forbidden" }],
  [
    "no photos here",
    answer(400, "Bad Request: not enough rights to send photos to the chat"),
    { kind: "unsupported" },
  ],
  ["too large", answer(413, "Request Entity Too Large"), { kind: "too_long" }],
  ["no rights", answer(400, "Bad Request: not enough rights"), { kind: "forbidden" }],
  [
    "moved",
    answer(400, "Bad Request: upgraded", { migrate_to_chat_id: -1002 }),
    { kind: "gone", newId: "-1002" },
  ],
  ["no chat", answer(400, "Bad Request: chat not found"), { kind: "gone" }],
  ["too long", answer(400, "Bad Request: message is too long"), { kind: "too_long" }],
  ["other refusals", answer(400, "Bad Request: ?"), { kind: "unknown", delivered: "no" }],
  ["401", answer(401, "Unauthorized"), { kind: "offline", delivered: "no" }],
  ["502", answer(502, "Bad Gateway"), { kind: "offline", delivered: "maybe" }],
  ["refused", { code: "ECONNREFUSED" }, { kind: "offline", delivered: "no" }],
  ["no name", { code: "ENOTFOUND" }, { kind: "offline", delivered: "no" }],
  ["no name yet", { code: "EAI_AGAIN" }, { kind: "offline", delivered: "no" }],
  ["reset", { code: "ECONNRESET" }, { kind: "offline", delivered: "maybe" }],
  ["timeout", { name: "AbortError" }, { kind: "offline", delivered: "maybe" }],
  ["HTML", { type: "invalid-json" }, { kind: "offline", delivered: "maybe" }],
  ["anything", "?", { kind: "offline", delivered: "maybe" }],
];

describe("an error becomes a refusal", () => {
  test.each(table)("%s", (_name, error, refusal) => {
    expect(toFailure(error, "sendMessage", TOKEN).refusal).toEqual(refusal);
  });

  test.each([
    ["in an answer", answer(400, `see /bot${TOKEN}/getMe, or ${encodeURIComponent(TOKEN)}`)],
    ["in a message", new Error(`invalid json at http://x/bot${TOKEN}/getMe`)],
    ["in a code", { code: TOKEN }],
  ])("the token is never told: %s", (_name, error) => {
    const failure = toFailure(error, "getMe", TOKEN);
    expect(`${failure.message} ${failure.stack} ${String(failure.cause)}`).not.toContain("SECRET");
  });
});
