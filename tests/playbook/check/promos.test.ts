import { describe, expect, test } from "vitest";
import { checkFiles } from "../../../src/playbook/check/check.js";
import { type Code, severities } from "../../../src/playbook/findings/codes.js";
import { promoCodes } from "../../../src/playbook/findings/codes-promo.js";
import { noEnv } from "../../../src/playbook/read/env.js";

const PLAYBOOK = `version: 1
client: tea
brand: 茶野小镇
timezone: Asia/Shanghai
currency: CNY
operators:
  boss: { telegram: "10001", role: owner }
persona: girl
quiet: { from: "22:30", to: "08:00" }
promos:
  main:
    title: 满60减5
    spend: "60.00"
    of: { tags: [drink] }
    give: { off: "5.00" }
    window: { from: "2026-10-01T00:00:00+08:00", to: "2027-01-01T00:00:00+08:00", daily: ["10:00", "22:00"] }
    limits: { uses: 3000, member: { max: 1, per: day }, group: { max: 40, per: day } }
    budget: "15000.00"
    nudge: { within: "10.00", say: nudge }
  ladder:
    title: 满60减5，满100减12
    give: { tiers: [{ spend: "60.00", off: "5.00" }, { spend: "100.00", off: "12.00" }] }
    budget: "900.00"
  member: { title: 会员88折, give: { percent: 12, cap: "20.00" }, budget: "900.00" }
  each: { title: 每满60减5, give: { every: "60.00", off: "5.00", cap: "15.00" }, budget: "900.00" }
  flash: { title: 9.9元喝柠檬茶, give: { price: "9.90", of_sku: lemon }, budget: "900.00" }
  cup: { title: 满99送柠檬茶, spend: "99.00", give: { gift: lemon }, stack: gifts }
  points: { title: 送100积分, give: { points: 100 }, stack: gifts }
  ship: { title: 满39包邮, spend: "39.00", give: { shipping: free }, budget: "900.00" }
stacks: { price: best, gifts: all }
coupons:
  newcomer: { promo: ship, code: { prefix: TT, length: 8 }, valid: 72h, reserve: 30m, max: 500 }
scripts:
  welcome:
    on: joined
    steps: [ { grant: newcomer, say: coupon }, { tag: vip } ]
`;
const PERSONA = `version: 1
id: girl
name: 阿翠
kind: person
lines:
  disclosure: 我是机器人
  nudge: "{{ promo.title }}，再添{{ nudge.gap }}元减{{ nudge.off }}元，共{{ nudge.total }}元，到{{ promo.until }}"
  coupon: "{{ member.name }}的券{{ coupon.code }}，{{ promo.title }}，{{ coupon.until }}前用"
`;
const NOW = Date.parse("2026-11-24T10:00:00+08:00");

const run = (playbook: string, persona = PERSONA, lang: "zh-CN" | "en" = "zh-CN") =>
  checkFiles(
    [
      { path: "playbook.yaml", text: playbook },
      { path: "girl.yaml", text: persona },
    ],
    { lang, env: noEnv, now: NOW },
  );

/** The mistake: its code, what it replaces and by what, and the text at which it must be found. */
const rows: readonly (readonly [Code, string, string, string])[] = [
  ["PLAYBOOK_MONEY", 'budget: "15000.00"', 'budget: "15,000.00"', '"15,000.00"'],
  ["PLAYBOOK_MONEY", 'give: { off: "5.00" }', 'give: { off: "５.00" }', '"５.00"'],
  ["PLAYBOOK_MONEY_UNQUOTED", 'spend: "60.00"\n', "spend: 60.00\n", "60.00"],
  ["PLAYBOOK_MONEY_UNQUOTED", 'give: { off: "5.00" }', "give: { off: 5 }", "5 }\n"],
  ["PLAYBOOK_MONEY_UNQUOTED", '{ spend: "100.00"', "{ spend: 100.00", "100.00"],
  ["PLAYBOOK_MONEY_UNQUOTED", 'within: "10.00"', "within: 10", "10, say"],
  ["PLAYBOOK_MONEY_SYMBOL", 'spend: "60.00"\n', 'spend: "¥60.00"\n', '"¥60.00"'],
  ["PLAYBOOK_MONEY_SYMBOL", 'spend: "60.00"\n', "spend: 60元\n", "60元"],
  ["PLAYBOOK_MONEY_SYMBOL", 'give: { off: "5.00" }', "give: { off: 5 RMB }", "5 RMB"],
  ["PLAYBOOK_MONEY_NEGATIVE", 'give: { off: "5.00" }', 'give: { off: "-5.00" }', '"-5.00"'],
  ["PLAYBOOK_MONEY_DECIMALS", 'spend: "60.00"\n', 'spend: "60.000"\n', '"60.000"'],
  ["PLAYBOOK_MONEY_DECIMALS", 'cap: "20.00"', 'cap: "20.001"', '"20.001"'],
  ["PLAYBOOK_MONEY_ZERO", 'give: { off: "5.00" }', 'give: { off: "0.00" }', '"0.00"'],
  ["PLAYBOOK_MONEY_ZERO", 'budget: "15000.00"', 'budget: "0"', '"0"'],
  ["PLAYBOOK_GIVE", 'give: { off: "5.00" }', "give: {}", "{}"],
  [
    "PLAYBOOK_GIVE",
    'give: { off: "5.00" }',
    'give: { off: "5.00", percent: 12 }',
    '{ off: "5.00", percent',
  ],
  ["PLAYBOOK_UNKNOWN_KEY", 'percent: 12, cap: "20.00"', 'percent: 12, cpa: "20.00"', "cpa:"],
  ["PLAYBOOK_MISSING_FIELD", ", of_sku: lemon", "", "give: { price"],
  [
    "PLAYBOOK_TIERS_SPEND",
    "    give: { tiers",
    '    spend: "60.00"\n    give: { tiers',
    '"60.00"\n    give',
  ],
  ["PLAYBOOK_TIERS_ORDER", '{ spend: "100.00"', '{ spend: "60.00"', '"60.00", off: "12'],
  ["PLAYBOOK_TIERS_LESS", 'off: "12.00"', 'off: "5.00"', '"5.00" }] }'],
  ["PLAYBOOK_OFF_SPEND", 'give: { off: "5.00" }', 'give: { off: "60.00" }', '"60.00" }'],
  ["PLAYBOOK_OFF_SPEND", 'every: "60.00", off', 'every: "5.00", off', '"5.00", cap'],
  ["PLAYBOOK_OFF_SPEND", '[{ spend: "60.00"', '[{ spend: "4.00"', '"5.00" }, {'],
  ["PLAYBOOK_CAP_SMALL", 'cap: "15.00"', 'cap: "4.00"', '"4.00"'],
  ["PLAYBOOK_PERCENT", "percent: 12", "percent: 0", "0, cap"],
  ["PLAYBOOK_PERCENT", "percent: 12", "percent: 112", "112"],
  ["PLAYBOOK_PERCENT", "percent: 12", "percent: 12.345", "12.345"],
  ["PLAYBOOK_PERCENT_ZHE", "percent: 12", "percent: 88", "88,"],
  [
    "PLAYBOOK_PERCENT_ZHE",
    "会员88折, give: { percent: 12",
    "会员8.8折, give: { percent: 8.8",
    "8.8,",
  ],
  [
    "PLAYBOOK_PERCENT_ZHE",
    "会员88折, give: { percent: 12",
    "会员八八折, give: { percent: 88",
    "88,",
  ],
  ["PLAYBOOK_PERCENT_HIGH", "会员88折, give: { percent: 12", "会员价, give: { percent: 88", "88,"],
  ["PLAYBOOK_TITLE_DIFFERS", "会员88折", "会员9折", "会员9折"],
  ["PLAYBOOK_TITLE_DIFFERS", "会员88折", "会员20% off", "会员20%"],
  ["PLAYBOOK_TITLE_DIFFERS", "title: 满60减5\n", "title: 满65减5\n", "满65"],
  ["PLAYBOOK_TITLE_DIFFERS", "title: 满60减5\n", "title: 满60减8\n", "满60减8"],
  ["PLAYBOOK_TITLE_DIFFERS", "title: 满60减5\n", "title: 满六十五减五\n", "满六十五"],
  ["PLAYBOOK_TITLE_DIFFERS", "title: 满60减5\n", "title: 滿６５減５\n", "滿６５"],
  ["PLAYBOOK_TITLE_DIFFERS", "title: 满60减5\n", "title: 满60打9折\n", "满60打9折"],
  ["PLAYBOOK_TITLE_DIFFERS", "满60减5，满100减12", "满60减5，满100减15", "满60减5，满100减15"],
  ["PLAYBOOK_TITLE_DIFFERS", "每满60减5", "每满50减5", "每满50"],
  ["PLAYBOOK_TITLE_DIFFERS", "9.9元喝", "8.8元喝", "8.8元"],
  ["PLAYBOOK_TITLE_DIFFERS", "满39包邮", "满49包邮", "满49"],
  ["PLAYBOOK_NO_BUDGET", '    budget: "15000.00"\n', "", "main:"],
  ["PLAYBOOK_NO_BUDGET", 'free }, budget: "900.00"', "free }", "ship:"],
  ["PLAYBOOK_BUDGET_SMALL", 'budget: "15000.00"', 'budget: "4.99"', '"4.99"'],
  ["PLAYBOOK_BUDGET_SMALL", '    budget: "900.00"', '    budget: "11.99"', '"11.99"'],
  ["PLAYBOOK_BUDGET_SMALL", '"20.00" }, budget: "900.00"', '"20.00" }, budget: "19.00"', '"19.00"'],
  ["PLAYBOOK_DATETIME", "2026-10-01T00:00:00+08:00", "2026-02-30T00:00:00+08:00", '"2026-02-30'],
  ["PLAYBOOK_DATETIME", "2026-10-01T00:00:00+08:00", "10月1日", '"10月1日"'],
  [
    "PLAYBOOK_DATETIME_OFFSET",
    "2026-10-01T00:00:00+08:00",
    "2026-10-01T00:00:00",
    '"2026-10-01T00:00:00"',
  ],
  ["PLAYBOOK_DATETIME_OFFSET", "2026-10-01T00:00:00+08:00", "2026-10-01", '"2026-10-01"'],
  ["PLAYBOOK_WINDOW_REVERSED", "2027-01-01T00", "2026-09-01T00", '"2026-09-01'],
  ["PLAYBOOK_WINDOW_PAST", "2027-01-01T00", "2026-11-24T00", '"2026-11-24'],
  ["PLAYBOOK_WINDOW_EMPTY", '"22:00"]', '"10:00"]', '"10:00"] }'],
  ["PLAYBOOK_QUIET_PROMO", '["10:00", "22:00"]', '["23:00", "02:00"]', '["23:00"'],
  ["PLAYBOOK_TIME_UNQUOTED", '["10:00", "22:00"]', '["10:00", 22:00]', "22:00]"],
  ["PLAYBOOK_TIME", '["10:00", "22:00"]', '["10:00", "24:00"]', '"24:00"'],
  ["PLAYBOOK_LIMIT_ZERO", "uses: 3000", "uses: 0", "0, member"],
  ["PLAYBOOK_LIMIT_ZERO", "max: 1, per: day", "max: 0, per: day", "0, per"],
  ["PLAYBOOK_LIMIT_ZERO", "max: 500", "max: 0", "0 }\nscripts"],
  ["PLAYBOOK_CAP_USELESS", "max: 1, per: day", "max: 41, per: day", "41,"],
  ["PLAYBOOK_NUDGE_WIDE", 'within: "10.00"', 'within: "60.01"', '"60.01"'],
  [
    "PLAYBOOK_NUDGE_USELESS",
    "stack: gifts }\n  points",
    'stack: gifts, nudge: { within: "9.00", say: nudge } }\n  points',
    'nudge: { within: "9.00"',
  ],
  ["PLAYBOOK_CODE_PREFIX", "prefix: TT", "prefix: 茶", "茶, length"],
  ["PLAYBOOK_CODE_SPACE", "length: 8", "length: 5", "5 }, valid"],
  ["PLAYBOOK_COUPON_RESERVE", "reserve: 30m", "reserve: 73h", "73h"],
  ["PLAYBOOK_DURATION", "valid: 72h", "valid: 72", "72,"],
  ["PLAYBOOK_UNKNOWN_PROMO", "promo: ship", "promo: shop", "shop"],
  ["PLAYBOOK_UNKNOWN_COUPON", "grant: newcomer", "grant: newcomr", "newcomr"],
  ["PLAYBOOK_UNKNOWN_STACK", "stack: gifts }\n  points", "stack: gift }\n  points", "gift }"],
  ["PLAYBOOK_UNKNOWN_LINE", "say: nudge", "say: nudg", "nudg }"],
  ["PLAYBOOK_UNKNOWN_TAG", "of: { tags: [drink] }", "who: { tags: [vpi] }", "vpi"],
  ["PLAYBOOK_TAG_UNSOLD", "\nscripts", "\norders: { tags: [food] }\nscripts", "[drink]"],
  [
    "PLAYBOOK_UNKNOWN_VARIABLE",
    "{{ nudge.gap }}",
    "{{ coupon.code }}",
    '"{{ promo.title }}，再添{{ coupon',
  ],
  [
    "PLAYBOOK_UNKNOWN_VARIABLE",
    "{{ coupon.code }}",
    "{{ nudge.gap }}",
    '"{{ member.name }}的券{{ nudge',
  ],
  ["PLAYBOOK_UNKNOWN_VARIABLE", "grant: newcomer, say", "say", '"{{ member.name }}的券'],
];

function withMistake(from: string, to: string, lang?: "zh-CN" | "en") {
  const inPlaybook = PLAYBOOK.includes(from);
  if (!inPlaybook && !PERSONA.includes(from)) throw new Error(`not there: ${from}`);
  return inPlaybook
    ? run(
        PLAYBOOK.replace(from, () => to),
        PERSONA,
        lang,
      )
    : run(
        PLAYBOOK,
        PERSONA.replace(from, () => to),
        lang,
      );
}

describe("promos in a playbook", () => {
  test.each(["tags: [drink]", "skus: { cup: [x, drink] }", "typed: { tags: [drink] }"])(
    "count what an order's lines are said to be: %s",
    (orders) => {
      const text = PLAYBOOK.replace("\nscripts", `\norders: { ${orders} }\nscripts`);
      expect(run(text).findings).toEqual([]);
    },
  );

  test.each([
    ["a key that is none", "orders: { tags: [drink], margni: 1 }"],
    ["tags that are no list", "orders: { tags: drink }"],
    ["a section that is no map", "orders: [drink]"],
    ["a key that stands twice", "orders: { tags: [drink], tags: [] }"],
  ])("are not said to be unsold when orders have %s", (_name, orders) => {
    const text = PLAYBOOK.replace("\nscripts", () => `\n${orders}\nscripts`);
    const codes = run(text).findings.map(({ code }) => code);
    expect(codes).toHaveLength(1);
    expect(codes).not.toContain("PLAYBOOK_TAG_UNSOLD");
  });

  test("have no finding when they have no mistake", () => {
    expect(run(PLAYBOOK).findings).toEqual([]);
  });

  test.each(rows)("%s: %j -> %j", (code, from, to, at) => {
    const { findings } = withMistake(from, to);
    const broken = PLAYBOOK.replace(from, () => to);
    const text = broken.includes(at) ? broken : PERSONA.replace(from, () => to);
    expect(text).toContain(at);
    const before = text.slice(0, text.indexOf(at)).split("\n");
    expect(findings.map((each) => [each.code, each.line, each.col])).toContainEqual([
      code,
      before.length,
      (before.at(-1)?.length ?? 0) + 1,
    ]);
    expect(findings.find((each) => each.code === code)?.severity).toBe(severities[code]);
  });

  // One slip may make several findings of its own kind, never noise of another.
  const consequences = new Set([
    "PLAYBOOK_PERCENT_ZHE PLAYBOOK_BUDGET_SMALL",
    "PLAYBOOK_OFF_SPEND PLAYBOOK_TITLE_DIFFERS",
    "PLAYBOOK_MONEY_ZERO PLAYBOOK_TITLE_DIFFERS",
    "PLAYBOOK_TIERS_ORDER PLAYBOOK_TITLE_DIFFERS",
    "PLAYBOOK_TIERS_LESS PLAYBOOK_TITLE_DIFFERS",
    "PLAYBOOK_MONEY_DECIMALS PLAYBOOK_TITLE_DIFFERS",
  ]);
  test.each(rows)("%s: %j -> %j makes no other noise", (code, from, to) => {
    const others = withMistake(from, to).findings.filter((each) => each.code !== code);
    expect(others.filter((each) => !consequences.has(`${code} ${each.code}`))).toEqual([]);
  });

  test("every code of promos is produced here, in words of both languages", () => {
    const made = new Set<string>(rows.map(([code]) => code));
    expect(Object.keys(promoCodes).filter((code) => !made.has(code))).toEqual([]);
    for (const lang of ["zh-CN", "en"] as const) {
      for (const [, from, to] of rows) {
        for (const { message, fix } of withMistake(from, to, lang).findings) {
          expect(`${message} ${fix ?? ""}`).not.toMatch(/\{\w+\}|undefined|\?\?/);
          if (lang === "zh-CN") expect(message).toMatch(/\p{Script=Han}/u);
        }
      }
    }
  });

  test.each([
    ["percent: 12", "percent: 88", "percent: 12"],
    ["length: 8", "length: 5", "length: 6"],
    ["promo: ship", "promo: shp", "did you mean ship?"],
    ["grant: newcomer", "grant: newcomr", "did you mean newcomer?"],
  ])("%j -> %j is mended by %j", (from, to, fix) => {
    expect(withMistake(from, to, "en").findings[0]?.fix).toBe(fix);
  });

  test.each([
    "全场8.8折",
    "双十一折扣",
    "会员专享",
    "八八折",
    "12% off",
    "满2件88折",
    "满2件更划算",
  ])("the title %j says nothing that percent: 12 doesn't", (title) => {
    expect(withMistake("会员88折", title).findings).toEqual([]);
  });

  test("a percentage over midnight hours, part of them awake, is told to somebody", () => {
    expect(withMistake('["10:00", "22:00"]', '["22:00", "02:00"]').findings).toEqual([]);
  });

  test("a file of promos alone is checked too", () => {
    const text =
      'promos:\n  main: { title: 满60减5, spend: "65.00", give: { off: "5.00" }, budget: "9.00" }\n';
    const checked = checkFiles([{ path: "a.yaml", text }], { lang: "en", env: noEnv });
    expect(checked.findings.map(({ code, line, col }) => [code, line, col])).toEqual([
      ["PLAYBOOK_TITLE_DIFFERS", 2, 18],
    ]);
    expect(checked.promos[0]?.book.stacks).toEqual({ price: "best" });
  });
});
