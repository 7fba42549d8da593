import { expect, test } from "vitest";
import { errorText } from "../../../../src/cli/texts.js";
import { UserError } from "../../../../src/core/errors.js";
import { dateAfter } from "../../../../src/domain/experiment/design/current.js";
import { register } from "../../../../src/domain/experiment/design/register.js";
import {
  type Experiment,
  experimentsSchema,
} from "../../../../src/domain/experiment/design/schema.js";
import { checkTrial, edited } from "../../../support/trial-playbook.js";

const START = "2026-11-25";
const experiment = (design: string): Experiment =>
  experimentsSchema().parse({
    gift: { design, horizon: "28d", arms: { a: {}, b: {} }, primary: "orders_per_member" },
  }).gift as Experiment;

/** As many groups as it takes, counted on each of the fourteen days before. */
const groups = Array.from({ length: 8 }, (_, i) => `sandbox:g${i}`);
const rollups = groups.flatMap((group, i) =>
  Array.from({ length: 14 }, (_, day) => ({
    group,
    day: dateAfter(START, day - 14),
    sums: { members: 150, orders: 5 + i },
  })),
);

function refusal(design: string, of = groups): UserError | undefined {
  try {
    register({
      ...{ id: "gift", experiment: experiment(design), version: "v1", start: START },
      ...{ groups: of, rollups },
    });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return undefined;
}

test("coins for members can't be registered, and that is said by a code of its own", () => {
  const refused = refusal("member");
  expect(refused?.code).toBe("EXPERIMENT_DESIGN_MEMBER");
  expect(errorText(refused as UserError, "zh-CN")).toBe(
    "实验 gift 按成员分组，机器人还不会做；数据可以用 suanpan analyze 分析。",
  );
  expect(errorText(refused as UserError, "en")).toMatch(/^Experiment gift goes by members/);
});

test("with too few groups it is still the design that is refused: more groups would not help", () => {
  expect(refusal("member", [])?.code).toBe("EXPERIMENT_DESIGN_MEMBER");
  expect(refusal("switchback", [])?.code).toBe("EXPERIMENT_GROUPS_FEW");
});

test.each(["switchback", "parallel"])("coins for groups are registered: %s", (design) => {
  expect(refusal(design)).toBeUndefined();
});

test.each([
  ["margin_per_member", ["PLAYBOOK_DESIGN_MEMBER"]],
  ["revenue_per_member", ["PLAYBOOK_DESIGN_MEMBER"]],
  ["orders_per_member", []],
  ["reply_rate", []],
  ["active_rate", []],
])("in a playbook coins for members can't be judged by money: %s", (primary, codes) => {
  const { findings } = checkTrial(edited("primary: orders_per_member", `primary: ${primary}`));
  expect(findings.map(({ code }) => code)).toEqual(codes);
});

test("money is refused to coins for members only", () => {
  for (const primary of ["margin_per_member", "revenue_per_member"]) {
    const text = edited(
      "primary: active_rate\n    pool: stores",
      `primary: ${primary}\n    pool: stores`,
    );
    expect(checkTrial(text).findings.map(({ code }) => code)).not.toContain(
      "PLAYBOOK_DESIGN_MEMBER",
    );
  }
});
