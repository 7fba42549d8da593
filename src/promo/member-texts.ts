/** What members are told about prices where the persona has no line of its own. */
const texts = {
  price: ["{subtotal}元，减{off}元，付{total}元。", "{subtotal} less {off} makes {total}."],
  coupon_price: [
    "用上您的券（{title}）：{subtotal}元，减{off}元，付{total}元。",
    "With your coupon ({title}): {subtotal} less {off} makes {total}.",
  ],
  plain_price: ["一共{total}元。", "{total} in all."],
  unclear: [
    "没看懂价钱。这样写：算一下 18x2 22",
    "I can't read the prices. Write them like: /quote 18x2 22",
  ],
  coupon: ["{title}：{code}，{until} 前有效", "{title}: {code}, valid until {until}"],
  no_code: ["这个券码现在用不了。", "This code can't be used at the moment."],
  no_coupons: ["您现在没有可用的券。", "You have no coupon to use at the moment."],
  asks_much: ["问得有点勤，过几分钟再算吧。", "That's many questions. Ask again in a few minutes."],
  typed_unclear: [
    "没看清金额，请这样写：姓名|商品|金额",
    "I can't read the amount. Write it like: name|item|amount",
  ],
  typed_waiting: [
    "【{group}】有 {n} 笔手打的订单等您确认，请输入 /点单",
    "[{group}] {n} typed orders wait for you: /order list",
  ],
  typed_full: [
    "【{group}】有 {n} 笔手打的订单等您确认，再多的没有记下。请先输入 /点单 处理，再请成员重发",
    "[{group}] {n} typed orders wait for you, and more were not noted. Deal with them: /order list; then ask members to post again",
  ],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>>;

/** A sentence about prices in a client's language. */
export function memberText(
  code: keyof typeof texts,
  locale: "zh-CN" | "en",
  params: Readonly<Record<string, string>>,
): string {
  const text = texts[code][locale === "en" ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? "");
}
