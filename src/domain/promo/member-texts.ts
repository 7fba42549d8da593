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
  coupon_idle: ["{code}：暂不可用", "{code}: can't be used at the moment"],
  no_code: ["这个券码现在用不了。", "This code can't be used at the moment."],
  no_coupons: ["您现在没有可用的券。", "You have no coupon to use at the moment."],
  asks_much: ["问得有点勤，过几分钟再算吧。", "That's many questions. Ask again in a few minutes."],
  typed_unclear: [
    "没看清金额，请这样写：姓名|商品|金额",
    "I can't read the amount. Write it like: name|item|amount",
  ],
  over_budget: [
    "订单 {order} 用了券，店里减了 {off}，可是促销 {promo}（{title}）的预算已经用完：券算用掉了，这笔减价没有记账。请在店里停用这个促销，或在剧本里调高 budget",
    "Order {order} used a coupon and the shop took {off} off, but the budget of the promo {promo} ({title}) is spent: the coupon is used up, and the discount is not booked. Switch the promo off in the shop, or raise its budget in the playbook",
  ],
  over_uses: [
    "订单 {order} 用了券，店里减了 {off}，可是促销 {promo}（{title}）的次数已经用完：券算用掉了，这笔减价没有记账。请在店里停用这个促销，或在剧本里调高 limits",
    "Order {order} used a coupon and the shop took {off} off, but the uses of the promo {promo} ({title}) are spent: the coupon is used up, and the discount is not booked. Switch the promo off in the shop, or raise its limits in the playbook",
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
