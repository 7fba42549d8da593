import { foldText } from "../../core/text/fold.js";

/** What an order row can say. `id`, `amount` and one of the times are needed. */
export const columnNames = [
  "id",
  "amount",
  "currency",
  "status",
  "placed_at",
  "paid_at",
  "cancelled_at",
  "modified_at",
  "refunded",
  "coupon",
  "phone",
  "platform",
  "union",
  "sku",
  "title",
  "qty",
  "price",
  "subtotal",
  "discount",
  "shipping",
] as const;
export type CsvColumn = (typeof columnNames)[number];
/** Indexes of the columns; `group` is where all rows of an order say the same, if that isn't its id. */
export type Columns = Readonly<Partial<Record<CsvColumn | "group", number>>>;

/** Headers that shops' exports use, as headers are compared. */
const USUAL: Readonly<Record<CsvColumn, readonly string[]>> = {
  // A name or a title is no id: people share them.
  id: [
    ...["order_id", "order id", "订单号", "订单编号", "订单id"],
    ...["order_number", "order number", "id", "order"],
  ],
  amount: [
    ...["amount", "total", "实付金额", "实收金额", "订单实付金额", "订单实际支付金额"],
    ...["付款金额", "金额", "总金额", "order total", "order_total"],
  ],
  currency: ["currency", "币种", "货币"],
  status: ["status", "订单状态", "状态", "financial status", "order status", "order_status"],
  placed_at: [
    ...["placed_at", "下单时间", "订单创建时间", "创建时间", "订单下单时间"],
    ...["created at", "created_at", "order date", "order_date"],
  ],
  paid_at: ["paid_at", "paid at", "付款时间", "支付时间", "订单付款时间", "paid_date"],
  cancelled_at: ["cancelled_at", "cancelled at", "取消时间"],
  modified_at: ["modified_at", "updated_at", "updated at", "更新时间", "修改时间"],
  refunded: ["refunded", "refunded_amount", "refunded amount", "已退款金额", "退款金额"],
  coupon: ["coupon", "discount code", "优惠码", "优惠券码", "券码"],
  phone: ["phone", "手机", "手机号", "买家手机号", "收货人手机号", "billing phone"],
  platform: ["platform_id", "platform"],
  union: ["union_id", "unionid"],
  sku: ["sku", "规格编码", "商家编码", "lineitem sku"],
  title: ["title", "商品", "商品名称", "lineitem name"],
  qty: ["qty", "quantity", "数量", "商品数量", "lineitem quantity"],
  price: ["price", "unit price", "单价", "商品单价", "lineitem price"],
  subtotal: ["subtotal", "商品总额", "商品总价", "商品金额", "商品原价", "原价"],
  discount: ["discount", "discount amount", "优惠", "优惠金额", "优惠总金额"],
  shipping: ["shipping", "运费", "邮费", "配送费"],
};

/** What tells a header of Shopify's order export: `Name` is an order's number there, and may stand for its id. */
const SHOPIFY = ["name", "financial status", "lineitem name"];

/**
 * Finds the columns of a header row: by the given names, else by the usual ones.
 * @returns the indexes, the needed columns that are not there (`paid_at` stands for any of the times), and
 * the headers among the found ones that stand twice: nobody knows which is meant.
 */
export function findColumns(
  header: readonly string[],
  named: Readonly<Partial<Record<CsvColumn, string>>> = {},
): {
  readonly columns: Columns;
  readonly missing: readonly CsvColumn[];
  readonly doubled: readonly string[];
} {
  const names = header.map(foldText);
  const columns: Partial<Record<CsvColumn | "group", number>> = {};
  const missing: CsvColumn[] = [];
  if (SHOPIFY.every((name) => names.includes(name))) columns.group = names.indexOf("name");
  for (const column of columnNames) {
    const name = named[column];
    // Shopify's subtotal is after discounts, unlike others'.
    if (column === "subtotal" && name === undefined && columns.group !== undefined) continue;
    const wanted = name === undefined ? USUAL[column] : [foldText(name)];
    const index = wanted.map((each) => names.indexOf(each)).find((at) => at >= 0);
    if (index !== undefined) columns[column] = index;
    else if (column === "id" && name === undefined && columns.group !== undefined)
      columns.id = columns.group;
    else if (name !== undefined || column === "id" || column === "amount") missing.push(column);
  }
  const times = [columns.paid_at, columns.placed_at, columns.modified_at];
  if (times.every((at) => at === undefined)) missing.push("paid_at");
  const doubled = Object.values(columns)
    .filter((at) => names.lastIndexOf(names[at] ?? "") > at)
    .map((at) => header[at]?.trim() ?? "");
  return { columns, missing: [...new Set(missing)], doubled: [...new Set(doubled)] };
}
