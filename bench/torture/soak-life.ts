import { answerTo, QUESTION } from "./groups.js";
import type { Random } from "./random.js";

/** One thing that happens: a line for the fake Telegram, or an order as its shop tells it. */
export type Deed =
  | { readonly line: string; readonly message: boolean; readonly awaits?: string }
  | { readonly order: string };

const MEMBERS_PER_GROUP = 25;
const HEARD_BY_THEN = 200;
/** Most of what people say concerns nobody. */
const CHAT = [
  "早上好呀",
  "哈哈哈哈",
  "刚下班，好累",
  "这个好喝！",
  "周末去哪儿",
  "下雨了",
  "收到",
  "谢谢老板",
];

/** Of a thousand things that happen; the rest is talk. Some 65 are answered, 22 a second: an account may send 30. */
const OF_A_THOUSAND = {
  question: 15,
  "check-in": 15,
  balance: 5,
  coupon: 8,
  price: 8,
  exchange: 4,
  "opt-out": 1,
  joins: 10,
  leaves: 10,
  order: 60,
  refund: 5,
  again: 5,
} as const;
const WHAT = Object.entries(OF_A_THOUSAND).flatMap(([what, times]) =>
  Array<string>(times).fill(what),
);

type Order = {
  readonly id: string;
  readonly member: number;
  readonly paidAt: string;
  readonly coupons: readonly string[];
};

/** Members of many groups who talk, ask, check in, buy, give back, come and go. */
export function createLife(random: Random, chats: readonly number[]) {
  const population = chats.length * MEMBERS_PER_GROUP;
  /** Who has spoken: the bot knows no others, and an order of somebody unknown waits for an operator. */
  const speakers: number[] = [];
  const newcomers: { readonly name: number; readonly chat: number }[] = [];
  const orders: Order[] = [];
  const codes: { readonly code: string; readonly member: number }[] = [];
  let [asked, joined] = [0, 0];

  const nth = (n: number) => ({ name: 100_000 + n, chat: chats[n % chats.length] as number });
  const anybody = () => nth(random.below(population));
  const says = (text: string, { name, chat } = anybody()): Deed => {
    speakers.push(name);
    return { line: `${name}@${chat}: ${text}`, message: true };
  };
  const told = (order: Order, more: object): Deed => ({
    order: JSON.stringify({
      ...{ id: order.id, status: "paid", currency: "CNY", amount: "61.00", subtotal: "69.00" },
      ...{ paid_at: order.paidAt, modified_at: new Date().toISOString() },
      ...{ platform_ids: [`telegram:${order.member}`], coupons: order.coupons, ...more },
    }),
  });

  function deed(what: string | undefined): Deed {
    switch (what) {
      case "question": {
        // Everybody asks once at most: who asks again within a minute isn't answered.
        const member = nth(asked++ % population);
        const once = asked <= population ? { awaits: answerTo(String(member.name)) } : {};
        return { ...says(QUESTION, member), ...once } as Deed;
      }
      case "check-in":
        return says("签到");
      case "balance":
        return says("我的积分");
      case "coupon":
        return says("领券");
      case "price":
        return says("算一下 18x2 22");
      case "exchange":
        return says("兑换 cup");
      case "opt-out":
        return says("退订");
      case "joins": {
        const newcomer = { name: 900_000 + joined++, chat: random.oneOf(chats) };
        newcomers.push(newcomer);
        return { line: `${newcomer.name} joins ${newcomer.chat}`, message: false };
      }
      case "leaves": {
        const gone = newcomers.shift();
        return gone ? { line: `${gone.name} leaves ${gone.chat}`, message: false } : says("再见");
      }
      case "order": {
        const coupon = codes.shift();
        // What was said last may not have been heard yet.
        const member =
          coupon?.member ?? speakers[random.below(Math.max(1, speakers.length - HEARD_BY_THEN))];
        if (member === undefined || speakers.length < HEARD_BY_THEN)
          return says(random.oneOf(CHAT));
        const coupons = coupon ? [coupon.code] : [];
        const order = {
          id: `A${orders.length}`,
          member,
          paidAt: new Date().toISOString(),
          coupons,
        };
        orders.push(order);
        return told(order, {});
      }
      default: {
        const order = orders.length > 0 ? random.oneOf(orders) : undefined;
        if (!order || (what !== "refund" && what !== "again")) return says(random.oneOf(CHAT));
        const at = new Date().toISOString();
        const refunds = what === "refund" ? { refunds: [{ id: "r", amount: "20.00", at }] } : {};
        return told(order, refunds);
      }
    }
  }

  return {
    next: (): Deed => deed(WHAT[random.below(1_000)]),
    /** The bot has said a text; who reads a code in it may buy with it. */
    hears(text: string): void {
      const [, member, code = ""] = /^(\d+)的券(\w+)$/.exec(text) ?? [];
      if (member) codes.push({ member: Number(member), code });
    },
    orders: (): number => orders.length,
  };
}
