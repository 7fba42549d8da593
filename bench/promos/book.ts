import { promosFileSchema } from "../../dist/domain/promo/schema.js";

const promo = (title: string, give: object, rest: object = {}) => ({ title, give, ...rest });
const price = {
  main: promo(
    "饮品满60减5",
    { off: "5.00" },
    { spend: "60.00", of: { tags: ["drink"] }, nudge: nudge("10.00") },
  ),
  ladder: promo(
    "阶梯满减",
    {
      tiers: [
        { spend: "60.00", off: "5.00" },
        { spend: "100.00", off: "12.00" },
        { spend: "150.00", off: "20.00" },
      ],
    },
    { nudge: nudge("15.00") },
  ),
  tenth: promo("会员九折", { percent: 10, cap: "8.00" }, { who: { tags: ["vip"] } }),
  every: promo("每满60减5", { every: "60.00", off: "5.00", cap: "15.00" }),
  snack: promo("小吃满30减3", { off: "3.00" }, { spend: "30.00", of: { tags: ["snack"] } }),
  lunch: promo("午间减4", { off: "4.00" }, { spend: "25.00", window: weekday("11:00", "14:00") }),
  night: promo(
    "夜宵减5",
    { off: "5.00" },
    { spend: "30.00", window: { daily: ["22:00", "02:00"] } },
  ),
  newcomer: promo("新人减6", { off: "6.00" }, { spend: "20.00", who: { new_within: "7d" } }),
  student: promo("学生92折", { percent: 8 }, { spend: "20.00", who: { tags: ["student"] } }),
  weekend: promo(
    "周末满88减10",
    { off: "10.00" },
    { spend: "88.00", window: { days: ["sat", "sun"] } },
  ),
  cake: promo("蛋糕85折", { percent: 15, cap: "20.00" }, { of: { tags: ["cake"] } }),
  flash: promo("柠檬茶9.90", { price: "9.90", of_sku: "lemon-tea" }),
  gold: promo(
    "金卡满减",
    {
      tiers: [
        { spend: "100.00", off: "10.00" },
        { spend: "200.00", off: "25.00" },
      ],
    },
    { who: { tags: ["gold"] } },
  ),
  group: promo("群友减4", { off: "4.00" }, { spend: "40.00", limits: perDay("group", 40) }),
  once: promo("首单减8", { off: "8.00" }, { spend: "30.00", limits: { member: { max: 1 } } }),
  purse: promo("满50减7", { off: "7.00" }, { spend: "50.00", budget: "15000.00" }),
  rush: promo("前三千单减6", { off: "6.00" }, { spend: "45.00", limits: { uses: 3000 } }),
  season: promo(
    "双旦满70减8",
    { off: "8.00" },
    {
      spend: "70.00",
      window: { from: "2026-11-25T00:00:00+08:00", to: "2027-01-01T00:00:00+08:00" },
    },
  ),
  coupon: promo("券减9", { off: "9.00" }, { spend: "30.00" }),
  plain: promo("正价满66减6", { off: "6.00" }, { spend: "66.00", of: { except_tags: ["sale"] } }),
  coffee: promo("咖啡满35减4", { off: "4.00" }, { spend: "35.00", of: { tags: ["coffee"] } }),
  bulk: promo("每满100减12", { every: "100.00", off: "12.00" }),
};
const member = {
  vip: promo("会员98折", { percent: 2 }, { who: { tags: ["vip"] } }),
  birthday: promo("生日减3", { off: "3.00" }, { spend: "20.00", who: { tags: ["birthday"] } }),
  silver: promo("银卡99折", { percent: 1, cap: "5.00" }, { who: { tags: ["silver"] } }),
};
const gifts = {
  cup: promo("满80送杯", { gift: "cup" }, { spend: "80.00" }),
  points: promo("满50送100积分", { points: 100 }, { spend: "50.00" }),
  tote: promo("满120送袋", { gift: "tote" }, { spend: "120.00" }),
};
const delivery = {
  ship: promo("满39免运", { shipping: "free" }, { spend: "39.00" }),
  "vip-ship": promo("会员免运", { shipping: "free" }, { who: { tags: ["vip"] } }),
};

function nudge(within: string) {
  return { within, say: "nudge" };
}
function weekday(from: string, to: string) {
  return { daily: [from, to], days: ["mon", "tue", "wed", "thu", "fri"] };
}
function perDay(kind: "member" | "group", max: number) {
  return { [kind]: { max, per: "day" } };
}
const inStack = (stack: string, promos: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(promos).map(([id, each]) => [id, { ...each, stack }]));

/** Thirty promos of a tea shop in four stacks: every form, windows, members, limits, a budget, a coupon. */
export const book = promosFileSchema.parse({
  stacks: { price: "best", member: "best", gifts: "all", delivery: "best" },
  promos: {
    ...inStack("price", price),
    ...inStack("member", member),
    ...inStack("gifts", gifts),
    ...inStack("delivery", delivery),
  },
  coupons: {
    welcome: { promo: "coupon", code: { prefix: "TT", length: 8 }, valid: "72h", max: 500 },
  },
});
