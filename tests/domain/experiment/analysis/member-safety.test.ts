import { describe, expect, test } from "vitest";
import {
  memberGuardrails,
  memberRatio,
} from "../../../../src/domain/experiment/analysis/member-safety.js";
import type { Row } from "../../../../src/domain/experiment/data/data.js";
import { designSchema } from "../../../../src/domain/experiment/design/design.js";

const design = designSchema.parse({
  design: "member",
  arms: ["old", "new"],
  propensity: 0.2,
  primary: "orders_per_member",
  horizon: 7,
});
const rows = (of: Readonly<Record<"old" | "new", Partial<Row>>>): Row[] =>
  (["old", "new"] as const).map((arm) => ({ group: "g", day: 1, line: 0, arm, ...of[arm] }));

describe("guardrails of members", () => {
  test("the treated are those of the second arm, and its share is its coin's", () => {
    const [found] = memberGuardrails(rows({ old: { leaves: 2 }, new: { leaves: 30 } }), design);
    expect(found).toMatchObject({ arm: "new", metric: "leave_rate", events: 32, treated: 30 });
    expect([found?.share, found?.alarm]).toEqual([0.2, true]);
  });

  test("leavers of the first arm raise no alarm", () => {
    const found = memberGuardrails(rows({ old: { leaves: 30 }, new: { leaves: 2 } }), design);
    expect(found).toMatchObject([{ treated: 2, alarm: false }]);
  });

  test("what was measured of neither isn't judged; a day without the number counts nobody", () => {
    expect(memberGuardrails(rows({ old: {}, new: {} }), design)).toEqual([]);
    const some = memberGuardrails(rows({ old: { complaints: 3 }, new: {} }), design);
    expect(some).toMatchObject([{ metric: "complaint_rate", events: 3, treated: 0 }]);
  });
});

describe("how members fell to the arms", () => {
  test("as the coin promises", () => {
    const found = memberRatio(rows({ old: { members: 80 }, new: { members: 20 } }), design);
    expect(found).toMatchObject({ counts: [80, 20], expected: [80, 20], alarm: false });
  });

  test("the other way round", () => {
    const found = memberRatio(rows({ old: { members: 20 }, new: { members: 80 } }), design);
    expect(found).toMatchObject({ counts: [20, 80], alarm: true });
  });

  test("nobody tells nothing", () => {
    expect(memberRatio(rows({ old: { members: 0 }, new: {} }), design)).toBeNull();
  });
});
