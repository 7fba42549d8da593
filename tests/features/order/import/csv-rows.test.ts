import { expect, test } from "vitest";
import { wallTimeReader } from "../../../../src/core/time/wall-time.js";
import { findColumns } from "../../../../src/domain/order/csv-columns.js";
import {
  type CsvOrderRow,
  continues,
  orderOfRows,
} from "../../../../src/features/order/import/csv-rows.js";

const NOW = Date.parse("2026-12-01T00:00:00+08:00");

/** What the rows of a file come to: its orders, or the reasons against them with their lines. */
function read([head = "", ...lines]: readonly string[]): unknown[] {
  const { columns } = findColumns(head.split(","));
  const layout = {
    ...{ columns, source: "csv", currency: "CNY", hashPhone: (phone: string) => ({ phone }) },
    readTime: wallTimeReader("Asia/Shanghai"),
    now: NOW,
  };
  const groups: [CsvOrderRow, ...CsvOrderRow[]][] = [];
  for (const [i, line] of lines.entries()) {
    const row = { line: i + 2, cells: line.split(",") };
    const last = groups.at(-1);
    if (last && continues(last[0], row, columns)) last.push(row);
    else groups.push([row]);
  }
  return groups.map((rows) => {
    const result = orderOfRows(rows, layout);
    if (!result.ok) return `${result.line} ${result.reason} ${result.value}`;
    const { id, state, amount, lines: sold = [], refundedTotal } = result.order;
    const items = sold.map(({ sku, title, qty, amount: cost }) => [sku ?? title, qty, cost]);
    return [id, state, amount, items, ...(refundedTotal ? [refundedTotal] : [])];
  });
}

const SHOPIFY =
  "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Total,Discount Code,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount,Id";
const NO_ID = SHOPIFY.replace(",Id", "");
const DAY = "2026-10-07 09:50:26 +0200";
const HEAD = "订单号,付款时间,实付金额,商品名称,商家编码,单价,数量";

test.each<[string, readonly string[], unknown]>([
  [
    "Shopify's export: an order's own columns are in its first row",
    [
      SHOPIFY,
      `#1001,a@b.c,paid,${DAY},USD,52.00,4.00,56.00,FALL5,${DAY},2,Fern,16.00,FERN,,0.00,5550000001`,
      `#1001,a@b.c,,,,,,,,${DAY},1,Tote,20.00,TOTE,,,`,
      `#1002,d@e.f,refunded,${DAY},USD,25.00,0.00,25.00,,${DAY},1,Mug,25.00,MUG,,25.00,5550000002`,
      `#1003,d@e.f,pending,,USD,25.00,0.00,25.00,,${DAY},1,Mug,25.00,MUG,,,5550000003`,
      `#1004,d@e.f,voided,,USD,25.00,0.00,25.00,,${DAY},1,Mug,25.00,MUG,${DAY},,5550000004`,
    ],
    [
      [
        "5550000001",
        "paid",
        5600,
        [
          ["FERN", 2, 3200],
          ["TOTE", 1, 2000],
        ],
      ],
      ["5550000002", "paid", 2500, [["MUG", 1, 2500]], 2500],
      ["5550000003", "placed", 2500, [["MUG", 1, 2500]]],
      ["5550000004", "cancelled", 2500, [["MUG", 1, 2500]]],
    ],
  ],
  [
    "an older export of Shopify's, without ids: the name stands for it",
    [NO_ID, `#1001,a@b.c,paid,${DAY},USD,52.00,4.00,56.00,,${DAY},2,Fern,16.00,FERN,,0.00`],
    [["#1001", "paid", 5600, [["FERN", 2, 5200]]]],
  ],
  [
    "the order's sum in each row, and prices before a discount",
    [
      HEAD,
      "1,2026-10-01,56.00,茉莉青,a,18.00,2",
      "1,2026-10-01,56.00,红茶,b,24.00,1",
      "2,2026-10-01,9.00,茶,c,9.00,1",
    ],
    [
      [
        "1",
        "paid",
        5600,
        [
          ["a", 2, 3360],
          ["b", 1, 2240],
        ],
      ],
      ["2", "paid", 900, [["c", 1, 900]]],
    ],
  ],
  [
    "the order's sum in the first row alone",
    [HEAD, "1,2026-10-01,60.00,茉莉青,a,18.00,2", "1,,,红茶,b,24.00,1"],
    [
      [
        "1",
        "paid",
        6000,
        [
          ["a", 2, 3600],
          ["b", 1, 2400],
        ],
      ],
    ],
  ],
  [
    "a sum of its own in each row: they add up",
    [HEAD, "1,2026-10-01,36.00,茉莉青,a,18.00,2", "1,2026-10-01,24.00,红茶,b,24.00,1"],
    [
      [
        "1",
        "paid",
        6000,
        [
          ["a", 2, 3600],
          ["b", 1, 2400],
        ],
      ],
    ],
  ],
  [
    "refunded whole, with a sum of its own in each row",
    [
      `${HEAD},订单状态`,
      "1,2026-10-01,36.00,茉莉青,a,18.00,2,已退款",
      "1,2026-10-01,24.00,红茶,b,24.00,1,已退款",
    ],
    [
      [
        "1",
        "paid",
        6000,
        [
          ["a", 2, 3600],
          ["b", 1, 2400],
        ],
        6000,
      ],
    ],
  ],
  [
    "without prices nobody knows what each cost: one line has the sum",
    [
      "订单号,付款时间,实付金额,商品名称,数量",
      "1,2026-10-01,56.00,茉莉青,2",
      "1,2026-10-01,56.00,红茶,1",
    ],
    [["1", "paid", 5600, [["茉莉青x2+红茶", 1, 5600]]]],
  ],
  [
    "sums that conflict",
    [
      HEAD,
      "1,2026-10-01,36.00,茉莉青,a,18.00,2",
      "1,2026-10-01,25.00,红茶,b,24.00,1",
      "2,2026-10-01,9.00,茶,c,9.00,1",
    ],
    ["3 ROWS_AMOUNT 25.00", ["2", "paid", 900, [["c", 1, 900]]]],
  ],
  [
    "sums that conflict, without any items",
    ["id,amount,paid_at", "1,36.00,2026-10-01", "1,36.00,2026-10-01", "1,35.00,2026-10-01"],
    ["4 ROWS_AMOUNT 35.00"],
  ],
  [
    "the same row twice is one order",
    ["id,amount,paid_at", "1,36.00,2026-10-01", "1,36.00,2026-10-01"],
    [["1", "paid", 3600, []]],
  ],
  [
    "two items of one price: is the sum one's or both's?",
    [HEAD, "1,2026-10-01,24.00,红茶,b,24.00,1", "1,2026-10-01,24.00,绿茶,c,24.00,1"],
    ["3 ROWS_UNCLEAR 24.00"],
  ],
  [
    "rows that differ in what is the order's",
    [HEAD, "1,2026-10-01,60.00,茉莉青,a,18.00,2", "1,2026-10-02,60.00,红茶,b,24.00,1"],
    ["3 ROWS_DIFFER 2026-10-02"],
  ],
  [
    "an item that can't be read costs its order",
    [
      HEAD,
      "1,2026-10-01,60.00,茉莉青,a,18.00,2",
      "1,,,红茶,b,24.00,-1",
      "2,2026-10-01,60.00,茉莉青,a,18.00,2",
      "2,,,红茶,b,?,1",
    ],
    ["3 QTY -1", "5 PRICE ?"],
  ],
  [
    "another time of change is another account of the order",
    ["id,amount,updated_at", "1,36.00,2026-10-01", "1,30.00,2026-10-02"],
    [
      ["1", "paid", 3600, []],
      ["1", "paid", 3000, []],
    ],
  ],
])("%s", (_name, file, orders) => {
  expect(read(file)).toEqual(orders);
});

test.each([
  ["name,amount,paid_at", ["id"]],
  ["Name,Total,Paid at,Email", ["id"]],
  ["title,amount,paid_at", ["id"]],
  ["姓名,商品名称,实付金额,付款时间", ["id"]],
  ["订单号,实付金额,下单时间", []],
  ["Order_ID,order total,order_date", []],
  [NO_ID, []],
])("the header %s lacks %j", (header, missing) => {
  expect(findColumns(header.split(",")).missing).toEqual(missing);
});

test("the order's own number goes before a row's id", () => {
  expect(findColumns(["id", "订单号", "金额", "付款时间"]).columns.id).toBe(1);
  expect(findColumns(["id", "order_number", "order_id", "total", "paid_at"]).columns.id).toBe(2);
});

test.each([
  ["prices before a discount are told as such", "56.00", "18.00", [3600, 2400]],
  ["prices below what was paid are none", "66.00", "18.00", [undefined, undefined]],
])("%s", (_name, sum, price, gross) => {
  const { columns } = findColumns(HEAD.split(","));
  const layout = {
    columns,
    source: "csv",
    currency: "CNY",
    hashPhone: (phone: string) => ({ phone }),
  };
  const row = (line: number, text: string): CsvOrderRow => ({ line, cells: text.split(",") });
  const rows: [CsvOrderRow, CsvOrderRow] = [
    row(2, `1,2026-10-01,${sum},茉莉青,a,${price},2`),
    row(3, "1,,,红茶,b,24.00,1"),
  ];
  const readTime = wallTimeReader("Asia/Shanghai");
  const result = orderOfRows(rows, { ...layout, readTime, now: NOW });
  expect(result.ok && result.order.lines?.map((line) => line.gross)).toEqual(gross);
});

test("without a time of payment a row of a file that has one isn't paid", () => {
  expect(read(["订单号,实付金额,付款时间,下单时间", "1,9.00,,2026-10-01"])).toEqual([
    ["1", "placed", 900, []],
  ]);
  expect(read(["订单号,实付金额,下单时间", "1,9.00,2026-10-01"])).toEqual([["1", "paid", 900, []]]);
});
