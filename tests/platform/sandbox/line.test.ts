import { expect, test } from "vitest";
import { parseLine } from "../../../src/platform/sandbox/line.js";

const said = { kind: "say", direct: false, text: "退订" };

test.each([
  ["alice: 退订", { ...said, who: "alice" }],
  ["alice forwards: 退订", { ...said, who: "alice", origin: "forwarded" }],
  ["alice@two forwards: 退订", { ...said, who: "alice", chat: "two", origin: "forwarded" }],
  ["alice > bot forwards: 退订", { ...said, who: "alice", direct: true, origin: "forwarded" }],
  ["alice edits: 退订", { ...said, kind: "edit", who: "alice" }],
  ["alice sends: 退订", { kind: "unclear" }],
])("%s", (line, read) => {
  expect(parseLine(line)).toEqual(read);
});
