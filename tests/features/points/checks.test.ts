import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import "../../../src/app/features.js";
import { checkTrial, edited, PLAYBOOK } from "../../support/trial-playbook.js";

const GOOD = `points:
  check_in: { give: 5, bonus: { every: 7, give: 20 } }
  orders: { every: "10.00", give: 1 }
  exchange: { newcomer: 200 }
`;
const found = (points: string, lang: "en" | "zh-CN" = "en", book = PLAYBOOK) =>
  checkTrial(book + points, lang).findings.filter(({ severity }) => severity === "error");
const broken = (from: string, to: string, lang: "en" | "zh-CN" = "en") => {
  expect(GOOD).toContain(from);
  return found(GOOD.replace(from, to), lang);
};

describe("the section points", () => {
  test("is fine as the pages show it, and so is each part alone", () => {
    expect(found(GOOD)).toEqual([]);
    for (const part of [
      "check_in: { give: 1 }",
      'orders: { every: "0.01", give: 1 }',
      "exchange: {}",
    ])
      expect(found(`points: { ${part} }\n`)).toEqual([]);
  });

  test.each([
    [
      "newcomer: 200",
      "newcomr: 200",
      "PLAYBOOK_UNKNOWN_COUPON",
      /did you mean newcomer\?|newcomer/,
    ],
    ["newcomer: 200", "zzz: 200", "PLAYBOOK_UNKNOWN_COUPON", /there is no coupon zzz/],
    ['"10.00"', '"10.001"', "PLAYBOOK_MONEY_DECIMALS", /10\.001 has too many decimals; CNY has 2/],
    ['"10.00"', '"0.00"', "PLAYBOOK_MONEY_ZERO", /every is 0 and means nothing/],
    ['"10.00"', '"-1.00"', "PLAYBOOK_MONEY_NEGATIVE", /every is negative(?!.*off is)/],
    ['"10.00"', '"¥10"', "PLAYBOOK_MONEY_SYMBOL", /./],
    ["check_in:", "checkin:", "PLAYBOOK_UNKNOWN_KEY", /checkin.*check_in/s],
    ["points:", "point:", "PLAYBOOK_UNKNOWN_KEY", /point.*points/s],
    ["give: 20", "gives: 20", "PLAYBOOK_UNKNOWN_KEY", /gives.*give/s],
    ["newcomer: 200", "newcomer: 0", "PLAYBOOK_TOO_SMALL", /newcomer is too small .* at least 1/],
    ["{ give: 5,", "{ give: 0,", "PLAYBOOK_TOO_SMALL", /give is too small .* at least 1/],
    ["{ give: 5,", "{ give: -5,", "PLAYBOOK_TOO_SMALL", /give is too small .* at least 1/],
    ['"10.00"', "10", "PLAYBOOK_MONEY_UNQUOTED", /every is not quoted: 10.*60\.00/],
    ["{ give: 5,", '{ give: "5",', "PLAYBOOK_WRONG_TYPE", /give .* a number expected/],
    ["{ newcomer: 200 }", "[]", "PLAYBOOK_WRONG_TYPE", /exchange .* fields with values expected/],
  ])("%s -> %s: %s", (from, to, code, said) => {
    const [finding] = broken(from, to).filter((one) => one.code === code);
    expect(finding?.code).toBe(code);
    expect(JSON.stringify(finding)).toMatch(said);
    const chinese = JSON.stringify(
      broken(from, to, "zh-CN").map(({ message, fix }) => [message, fix]),
    );
    expect(chinese).not.toMatch(/\{\w+\}|\b(?:int|number|string|object|record|off)\b|停发/);
  });

  test.each([
    ["every: 7", "every: 1"],
    ["every: 7", "every: 366"],
    ["newcomer: 200", "newcomer: 1.5"],
    ["newcomer: 200", "newcomer: 1000001"],
    ["give: 5", 'give: "5"'],
    [", give: 1 }", " }"],
  ])("%s -> %s is refused where it stands", (from, to) => {
    const findings = broken(from, to);
    expect(findings.length).toBeGreaterThan(0);
    for (const { line } of findings) expect(line).toBeGreaterThan(PLAYBOOK.split("\n").length - 1);
  });

  test("that gives nobody anything is warned of, unless a promo gives points", () => {
    const codes = (text: string, book = PLAYBOOK) =>
      checkTrial(book + text, "zh-CN").findings.map(({ code }) => code);
    expect(codes("points: {}\n")).toContain("PLAYBOOK_POINTS_IDLE");
    expect(codes(GOOD)).not.toContain("PLAYBOOK_POINTS_IDLE");
    const promo = "promos:\n  thanks: { title: 送30积分, give: { points: 30 }, stack: gifts }\n";
    expect(codes("points: {}\n", edited("promos:\n", promo))).not.toContain("PLAYBOOK_POINTS_IDLE");
  });

  test("stands in the schema file that editors read", () => {
    const schema = JSON.parse(readFileSync("playbook.schema.json", "utf8"));
    expect(Object.keys(schema.properties.points.properties)).toEqual([
      "check_in",
      "orders",
      "exchange",
    ]);
    expect(JSON.stringify(schema)).toContain("points_per_member");
    expect(JSON.stringify(schema)).toContain("check_in_rate");
  });
});

describe("experiments", () => {
  test.each(["points_per_member", "check_in_rate"])("can have %s as their metric", (metric) => {
    expect(found(GOOD, "en", edited("primary: reply_rate", `primary: ${metric}`))).toEqual([]);
  });

  test("a metric that nobody knows is asked about", () => {
    const [finding] = found(GOOD, "en", edited("primary: reply_rate", "primary: check_in_rat"));
    expect(JSON.stringify(finding)).toContain("check_in_rate");
  });

  test("arms can differ in points", () => {
    const arms = "{ girl: {}, lady: { points.check_in.give: 9, points.exchange.newcomer: 100 } }";
    expect(found(GOOD, "en", edited("{ girl: {}, lady: { persona: lady } }", arms))).toEqual([]);
  });
});
