/** What an order row can say. `id`, `amount` and one of the two times are needed. */
export const columnNames = [
  "id",
  "amount",
  "currency",
  "status",
  "paid_at",
  "modified_at",
  "refunded",
  "coupon",
  "phone",
  "platform",
  "union",
  "sku",
  "title",
  "qty",
  "subtotal",
  "discount",
  "shipping",
] as const;
export type Column = (typeof columnNames)[number];
export type Columns = Readonly<Partial<Record<Column, number>>>;

/** Headers that shops' exports use, in lower case. */
const USUAL: Readonly<Record<Column, readonly string[]>> = {
  id: ["id", "order_id", "order id", "order", "name", "订单号", "订单编号", "订单id"],
  amount: ["amount", "total", "实付金额", "实收金额", "订单实付金额", "付款金额", "金额", "总金额"],
  currency: ["currency", "币种", "货币"],
  status: ["status", "订单状态", "状态"],
  paid_at: ["paid_at", "paid at", "付款时间", "支付时间", "订单付款时间"],
  modified_at: ["modified_at", "updated_at", "更新时间", "修改时间"],
  refunded: ["refunded", "refunded_amount", "已退款金额", "退款金额"],
  coupon: ["coupon", "discount code", "优惠码", "优惠券码", "券码"],
  phone: ["phone", "手机", "手机号", "买家手机号", "收货人手机号"],
  platform: ["platform_id", "platform"],
  union: ["union_id", "unionid"],
  sku: ["sku", "规格编码", "商家编码"],
  title: ["title", "商品", "商品名称"],
  qty: ["qty", "quantity", "数量", "商品数量"],
  subtotal: ["subtotal", "商品总额", "商品总价", "商品金额", "商品原价", "原价"],
  discount: ["discount", "discount amount", "优惠", "优惠金额", "优惠总金额"],
  shipping: ["shipping", "运费", "邮费", "配送费"],
};

/**
 * Finds the columns of a header row: by the given names, else by the usual ones.
 * @returns the indexes and the needed columns that are not there (`paid_at` stands for either time).
 */
export function findColumns(
  header: readonly string[],
  named: Readonly<Partial<Record<Column, string>>> = {},
): { readonly columns: Columns; readonly missing: readonly Column[] } {
  const names = header.map((cell) => cell.trim().toLowerCase());
  const columns: Partial<Record<Column, number>> = {};
  const missing: Column[] = [];
  for (const column of columnNames) {
    const name = named[column];
    const wanted = name === undefined ? USUAL[column] : [name.trim().toLowerCase()];
    const index = wanted.map((each) => names.indexOf(each)).find((at) => at >= 0);
    if (index !== undefined) columns[column] = index;
    else if (name !== undefined || column === "id" || column === "amount") missing.push(column);
  }
  if (columns.paid_at === undefined && columns.modified_at === undefined) missing.push("paid_at");
  return { columns, missing: [...new Set(missing)] };
}
