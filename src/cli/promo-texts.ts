/** Sentences about carts, orders and promo files; merged into the texts of all errors. */
export const promoErrorTexts: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  PROMOS_SOURCE: [
    "请用 --promos 文件 或 --client 品牌方 指明促销，二选一。",
    "Name the promos with --promos FILE or with --client C, one of the two.",
  ],
  REPLAY_SOURCE: [
    "请用 --orders 文件 或 --client 品牌方 指明过去的订单，二选一。",
    "Name the past orders with --orders FILE or with --client C, one of the two.",
  ],
  LIMIT_INVALID: [
    "--limit 应为 1 到 9999999 的整数，不是 {value}。",
    "--limit must be a whole number from 1 to 9999999, not {value}.",
  ],
  CREDITS_BY: [
    "--by 不认识 {value}，请从这些里选：{known}。",
    "--by does not know {value}; choose one of: {known}.",
  ],
  PROMOS_BROKEN: [
    "促销有错误，没有计算。请先改正上面各行。",
    "The promos have errors, so nothing was reckoned. Mend the lines above.",
  ],
  PROMOS_CURRENCIES: [
    "这些促销文件的货币不一样，不能放在一起重放。",
    "The promo files have different currencies and can't be replayed together.",
  ],
  TIME_OFFSET: [
    "--at 不是带时区偏移的时间：{value}。写成 2026-10-01T12:00:00+08:00。",
    "--at is no date and time with an offset: {value}. Write 2026-10-01T12:00:00+08:00.",
  ],
  CART_JSON: ["购物车文件不是 JSON：{detail}", "The cart file is no JSON: {detail}"],
  CART_OBJECT: [
    '购物车文件要写成一个对象：{ "lines": [{ "id": "a", "qty": 1, "price": "18.00" }] }。',
    'The cart file must be an object: { "lines": [{ "id": "a", "qty": 1, "price": "18.00" }] }.',
  ],
  CART_FIELD: [
    "{path} 的类型不对，应为 {expected}。",
    "{path} has the wrong type; {expected} is expected.",
  ],
  CART_KEY: ["{path} 里有不认识的键 {key}。", "{path} has an unknown key {key}."],
  CART_MISSING: ["缺少 {path}。", "{path} is missing."],
  CART_MONEY: [
    '{path} 应为带引号的 {currency} 金额，最多 {digits} 位小数，例如 "18"。',
    '{path} must be a quoted amount of {currency} with {digits} decimals at most, such as "18".',
  ],
  CART_QTY: ["{path} 应为 1 到 10000 的整数。", "{path} must be a whole number from 1 to 10000."],
  CART_TIME: [
    "{path} 应为带时区偏移的时间，例如 2026-10-01T12:00:00+08:00。",
    "{path} must be a date and time with an offset, such as 2026-10-01T12:00:00+08:00.",
  ],
  CART_LINES: ["购物车最多 500 行。", "A cart has 500 lines at most."],
  CART_LINE_TWICE: ["有两行的 id 都是 {id}。", "Two lines have the id {id}."],
  CART_TOO_MUCH: ["购物车的金额太大，算不了。", "The cart costs more than can be reckoned with."],
  ORDER_SOURCE: [
    "--source 不认识 {value}（或有好几个同类来源），请从这些里选：{known}。来源写在剧本 orders.sources 里。",
    "--source does not know {value}, or several sources are of that kind; choose one of: {known}. Sources stand under orders.sources in the playbook.",
  ],
  CSV_SHOPIFY_ID: [
    "{path} 没有 Id 列，只有 #1001 这样的 Name，对不上 Shopify 推送来的订单。请从 Shopify 后台重新导出（最后几列里有 Id），或加 --source csv 单独导入。",
    "{path} has no Id column, only names such as #1001, by which Shopify's own notices can't be met. Export it again from Shopify's admin, which adds Id among the last columns, or import it apart with --source csv.",
  ],
  ORDERS_JSON: ["订单文件不是 JSON：{detail}", "The orders file is no JSON: {detail}"],
  ORDERS_LIST: [
    '订单文件要写成一个数组：[{ "at": "2026-10-01T12:00:00+08:00", "total": "61.00" }]。',
    'The orders file must be an array: [{ "at": "2026-10-01T12:00:00+08:00", "total": "61.00" }].',
  ],
  ORDERS_NONE: [
    "没有可以重放的订单：一单都没有，或都没付款、都退了。",
    "There are no orders to replay: none at all, or none that was paid and kept.",
  ],
  ORDERS_FIELD: ["第 {n} 笔订单不对：{path}。", "Order {n} is wrong at {path}."],
};
