import { expect, test } from "vitest";
import { typedAs, typedIn } from "../../../src/features/versions/choice.js";

const OWN = "0123456789abcdef";

test.each([
  ["", { scripts: "finish", rest: [] }],
  ["hq", { scripts: "finish", rest: ["hq"] }],
  ["停下", { scripts: "stop", rest: [] }],
  ["茶野 福利1群 STOP", { scripts: "stop", rest: ["茶野", "福利1群"] }],
  ["hq 走完", { scripts: "finish", rest: ["hq"] }],
  ["constructor", { scripts: "finish", rest: ["constructor"] }],
  ["=short", { scripts: "finish", rest: ["=short"] }],
])("reads %j", (typed, read) => {
  const words = typed.split(" ").filter((word) => word !== "");
  expect(typedIn(words)).toEqual(read);
});

test("what a preview showed is read back from the command that waits for /yes", () => {
  const words = typedAs("stop", OWN, "茶野 1群").split(" ");
  expect(typedIn(words)).toEqual({ scripts: "stop", own: OWN, rest: ["茶野", "1群"] });
});
