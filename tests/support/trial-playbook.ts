import { checkFiles } from "../../src/playbook/check/check.js";
import { noEnv } from "../../src/playbook/read/env.js";

/** A playbook with an experiment of each design, without a mistake. */
export const PLAYBOOK = `version: 1
client: tea
brand: 茶野小镇
timezone: Asia/Shanghai
currency: CNY
operators:
  boss: { telegram: "10001", role: owner }
groups:
  capacity: 200
  pools:
    welfare: { title: "茶野福利{{ n }}群" }
    stores: { title: "茶野门店{{ n }}群" }
  chats:
    g1: { platform: telegram, chat: "-1", pool: welfare }
    g2: { platform: telegram, chat: "-2", pool: welfare }
persona: girl
quiet: { from: "22:30", to: "08:00" }
opt_out: { words: [TD], say: bye }
replies:
  hours: { when: { keywords: [几点] }, say: hours }
scripts:
  welcome:
    on: joined
    steps: [ { say: hours }, { grant: newcomer, say: coupon } ]
schedule:
  slump: { at: "14:30", pool: welfare, say: news }
promos:
  main:
    title: 满60减5
    spend: "60.00"
    give: { off: "5.00" }
    budget: "900.00"
    nudge: { within: "10.00", say: nudge }
  cup: { title: 首杯减8, give: { off: "8.00" }, budget: "900.00" }
coupons:
  newcomer: { promo: cup, code: { prefix: TT, length: 8 }, valid: 72h, max: 500 }
orders: { margin: "0.62" }
heuristics:
  sixty:
    master: 周大师
    claim: 满60减5有效，65元就过犹不及
    confidence: 0.9
experiments:
  threshold:
    heuristic: sixty
    favours: sixty
    design: switchback
    block: 2d
    washout: 1d
    horizon: 28d
    arms:
      sixty: {}
      sixtyfive: { promos.main.spend: "65.00", promos.main.title: 满65减5 }
    primary: margin_per_member
    guardrails: [leave_rate]
  voice:
    design: switchback
    horizon: 28d
    arms: { girl: {}, lady: { persona: lady } }
    primary: reply_rate
  seats:
    design: parallel
    horizon: 56d
    arms: { full: {}, small: { groups.capacity: 150 } }
    primary: active_rate
    pool: stores
  gift:
    design: member
    horizon: 28d
    arms: { eight: {}, six: { promos.cup.give.off: "6.00", promos.cup.title: 首杯减6 } }
    weights: { eight: 0.5, six: 0.5 }
    primary: orders_per_member
    pool: welfare
`;
const LINES = `lines:
  disclosure: 我是机器人
  bye: 再见
  hours: "{{ member.name }}，九点开门"
  news: 下午好
  nudge: "再添{{ nudge.gap }}元"
  coupon: "{{ coupon.code }}"
`;
export const GIRL = `version: 1\nid: girl\nname: 阿翠\nkind: person\n${LINES}`;
export const LADY = `version: 1\nid: lady\nname: Vivian\nkind: person\n${LINES}`;

/** The findings of a playbook beside the two personas. */
export const checkTrial = (
  playbook: string,
  lang: "zh-CN" | "en" = "en",
  personas = [GIRL, LADY],
) =>
  checkFiles(
    [playbook, ...personas].map((text, index) => ({ path: `${index}.yaml`, text })),
    { lang, env: noEnv },
  );

/** The base with one text in place of another. @throws Error when it isn't there */
export function edited(from: string, to: string): string {
  if (!PLAYBOOK.includes(from)) throw new Error(`not there: ${from}`);
  return PLAYBOOK.replace(from, () => to);
}
