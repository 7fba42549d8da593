import { expect, test } from "vitest";
import { type Problem, toFinding } from "../../../src/playbook/findings/finding.js";
import { text } from "../../../src/playbook/findings/texts.js";

const at = { line: 1, col: 1 };
const found = (problem: Omit<Problem, "at">, lang: "zh-CN" | "en" = "en") =>
  toFinding("playbook.yaml", { ...problem, at }, lang);

test("a fix whose slot nobody can fill gives way to what there is, or to none", () => {
  const code = "PLAYBOOK_UNKNOWN_POOL";
  expect(found({ code, params: { id: "vpi", guess: "vip" } }).fix).toBe("did you mean vip?");
  expect(found({ code, params: { id: "x", known: "vip, all" } }).fix).toBe("there are: vip, all");
  expect(found({ code, params: { id: "x" } })).not.toHaveProperty("fix");
});

test("a param that is missing leaves a mark, a long one is cut, a secret is hidden", () => {
  const code = "PLAYBOOK_UNKNOWN_KEY";
  expect(found({ code }).message).toBe("unknown key ?");
  expect(found({ code, params: { key: "k".repeat(300) } }).message).toHaveLength(12 + 200);
  expect(found({ code, params: { key: `sk-${"a".repeat(30)}` } }).message).toBe("unknown key ***");
});

test("a finding in an arm names it, braces of YAML stay", () => {
  const arm = "offer.early";
  const weights = {
    code: "PLAYBOOK_WEIGHTS",
    params: { sum: 0.9, fit: "a: 0.5, b: 0.5" },
  } as const;
  expect(found({ ...weights, arm })).toMatchObject({
    severity: "error",
    message:
      "the weights add up to 0.9; name every arm, and make them 1 together (arm offer.early)",
    fix: "such as { a: 0.5, b: 0.5 }",
  });
  expect(found({ code: "PLAYBOOK_EMPTY", arm }, "zh-CN").message).toBe(
    "文件是空的（实验组 offer.early）",
  );
  expect(found({ code: "PLAYBOOK_ARM_COUNT" }).fix).toBe(
    "write two at least; the one that changes nothing is {}",
  );
});

test("a text tells its slots", () => {
  expect(text.slots("en", "PLAYBOOK_WEIGHTS.fix")).toEqual(["fit"]);
  expect(text.slots("en", "PLAYBOOK_PERCENT_HIGH")).toEqual(["value", "rest"]);
  expect(text.slots("zh-CN", "PLAYBOOK_EMPTY")).toEqual([]);
});
