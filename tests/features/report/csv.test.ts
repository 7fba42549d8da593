import { expect, test } from "vitest";
import { csvOf } from "../../../src/features/report/csv.js";
import { jsonOf } from "../../../src/features/report/json.js";
import { openWeek, twoWeeks } from "../../support/week.js";

test.each(["=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", " =1", "＝1+1"])(
  "a title that begins like a formula is a text: %s",
  async (title) => {
    const open = await openWeek({
      edit: (text) => text.replace("title: 饮品满60减5", `title: ${JSON.stringify(title)}`),
    });
    await twoWeeks(open);
    const csv = csvOf(await open.week());
    const cells = csv.split("\r\n").find((line) => line.startsWith("promo_cost,main,")) ?? "";
    expect(cells).toMatch(/^promo_cost,main,'/);
  },
);

test("the CSV is UTF-8 for Excel, money in yuan, a line for each thing", async () => {
  const open = await openWeek({
    edit: (text) => text.replace("title: 饮品满60减5", 'title: "6,0 \\"5\\""'),
  });
  await twoWeeks(open);
  const report = await open.week();
  const csv = csvOf(report);
  expect(Buffer.from(csv).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(csv).toContain("\r\nweek,revenue,营业额,2026-W48,6554.00,6439.00,CNY\r\n");
  expect(csv).toContain('\r\npromo_cost,main,"6,0 ""5""",2026-W48,190.00,190.00,CNY\r\n');
  expect(csv).toContain("\r\nday,orders,订单,2026-11-24,12,14,count\r\n");
  const lines = csv.trimEnd().split("\r\n");
  expect(lines.filter((line) => line.startsWith("day,"))).toHaveLength(7 * 7);
  expect(JSON.parse(JSON.stringify(jsonOf(report)))).toMatchObject({
    client: "tea-town",
    made: "2026-11-30T01:00:00.000Z",
    figures: expect.arrayContaining([
      { id: "revenue", unit: "money", value: 655_400, before: 643_900 },
    ]),
  });
});
