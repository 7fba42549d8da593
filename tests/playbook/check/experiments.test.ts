import { describe, expect, test } from "vitest";
import { type Code, severities } from "../../../src/playbook/findings/codes.js";
import { experimentCodes } from "../../../src/playbook/findings/codes-experiment.js";
import { checkTrial, edited, GIRL, LADY, PLAYBOOK } from "../../support/trial-playbook.js";

const SPEND = 'promos.main.spend: "65.00"';
const patched = (patch: string) => [`{ ${SPEND}, promos.main.title: 满65减5 }`, patch] as const;
const arms = "      sixty: {}\n";

/** Three experiments more, so that the combinations are too many. */
const spares = ["promos.main.priority: 1", "promos.cup.priority: 1", "brand: 茶野"]
  .map(
    (patch, i) =>
      `  e${i}: { design: switchback, horizon: 9d, arms: { a: {}, b: { ${patch} } }, primary: reply_rate }\n`,
  )
  .join("");

/** The mistake: its code, what it replaces and by what, and the text at which it must be found. */
const rows: readonly (readonly [Code, string, string, string])[] = [
  ["PLAYBOOK_CONFIDENCE", "confidence: 0.9", "confidence: 0", "0\nexperiments"],
  ["PLAYBOOK_CONFIDENCE", "confidence: 0.9", "confidence: 90", "90\nexperiments"],
  ["PLAYBOOK_MISSING_FIELD", "    master: 周大师\n", "", "sixty:\n    claim"],
  ["PLAYBOOK_MARGIN", 'margin: "0.62"', "margin: 62", "62 }"],
  ["PLAYBOOK_MARGIN", 'margin: "0.62"', 'margin: "62%"', '"62%"'],
  ["PLAYBOOK_MARGIN", 'margin: "0.62"', 'margin: "0.00"', '"0.00"'],
  ["PLAYBOOK_NO_MARGIN", 'orders: { margin: "0.62" }\n', "", "margin_per_member"],
  ["PLAYBOOK_NO_HORIZON", "    horizon: 28d\n    arms:\n", "    arms:\n", "threshold:"],
  ["PLAYBOOK_DURATION", "horizon: 28d", "horizon: 28", "28\n"],
  ["PLAYBOOK_WHOLE_DAYS", "block: 2d", "block: 36h", "36h"],
  ["PLAYBOOK_WHOLE_DAYS", "horizon: 56d", "horizon: 0d", "0d\n    arms: { full"],
  ["PLAYBOOK_DURATION_LONG", "horizon: 56d", "horizon: 99999d", "99999d"],
  ["PLAYBOOK_DURATION_LONG", "horizon: 56d", "horizon: 99999999d", "99999999d"],
  ["PLAYBOOK_ARM_SAME", "{ persona: lady }", "{ persona: girl }", "persona: girl }"],
  ["PLAYBOOK_HORIZON_BLOCKS", "block: 2d", "block: 3d", "28d"],
  ["PLAYBOOK_WASHOUT", "washout: 1d", "washout: 2d", "2d\n    horizon"],
  ["PLAYBOOK_ARM_COUNT", arms, "", "arms:\n"],
  ["PLAYBOOK_ARM_COUNT", "eight: {}, six:", "eight: {}, ten: {}, six:", "arms: { eight"],
  ["PLAYBOOK_UNKNOWN_HEURISTIC", "heuristic: sixty", "heuristic: sixti", "sixti\n"],
  ["PLAYBOOK_UNKNOWN_ARM", "favours: sixty", "favours: sixtee", "sixtee\n"],
  ["PLAYBOOK_UNKNOWN_ARM", "0.5, six: 0.5", "0.5, six: 0.5, siz: 0.1", "siz:"],
  ["PLAYBOOK_NO_FAVOURS", "    favours: sixty\n", "", "heuristic: sixty"],
  ["PLAYBOOK_AA_CLAIM", ...patched("{}"), "heuristic: sixty"],
  ["PLAYBOOK_WEIGHTS", "six: 0.5 }", "six: 0.4 }", "{ eight: 0.5"],
  ["PLAYBOOK_WEIGHTS", "eight: 0.5, six: 0.5", "eight: 0.5", "{ eight: 0.5"],
  ["PLAYBOOK_TOO_BIG", "six: 0.5 }", "six: 1 }", "1 }\n    primary: orders"],
  [
    "PLAYBOOK_WEIGHTS_UNUSED",
    "block: 2d",
    "block: 2d\n    weights: { sixty: 0.5, sixtyfive: 0.5 }",
    "weights: { sixty",
  ],
  ["PLAYBOOK_CHOICE", "design: switchback\n    block", "design: switchbak\n    block", "switchbak"],
  ["PLAYBOOK_CHOICE", "[leave_rate]", "[leave_rat]", "leave_rat]"],
  ["PLAYBOOK_UNKNOWN_KEY", "favours:", "favors:", "favors:"],
  ["PLAYBOOK_UNKNOWN_POOL", "pool: stores", "pool: store", "store\n  gift"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched('{ promos.mian.spend: "65.00" }'), "promos.mian.spend"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched('{ promos.main.spent: "65.00" }'), "promos.main.spent"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched('{ main.spend: "65.00" }'), "main.spend"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched("{ persona.name: 阿翠 }"), "persona.name"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched("{ scripts.welcome.steps.2.say: bye }"), "scripts.welcome"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched("{ scripts.welcome.steps.length: 1 }"), "scripts.welcome"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched("{ schedule.slum: null }"), "schedule.slum"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched("{ promos..main: 1 }"), "promos..main"],
  ["PLAYBOOK_UNKNOWN_PATH", ...patched("{ __proto__.x: 1 }"), "__proto__.x"],
  ...[
    "version: 2",
    "client: b",
    "locale: en",
    "operators.boss.role: viewer",
    "groups.chats.g1: {}",
    "groups: {}",
  ].map((patch) => ["PLAYBOOK_ARM_FIXED", ...patched(`{ ${patch} }`), patch] as const),
  ...['timezone: "UTC"', "currency: USD", "orders.margin: 1", "orders.attribution.window: 1d"].map(
    (patch) => ["PLAYBOOK_ARM_MEASURE", ...patched(`{ ${patch} }`), patch] as const,
  ),
  ...["heuristics.sixty.claim: b", "experiments.voice.alpha: 0.1", "share_results: true"].map(
    (patch) => ["PLAYBOOK_ARM_INSIDE", ...patched(`{ ${patch} }`), patch] as const,
  ),
  ["PLAYBOOK_ARM_TWICE", ...patched(`{ ${SPEND}, promos.main: {} }`), "promos.main: {}"],
  ["PLAYBOOK_ARM_CONFLICT", "lady: { persona: lady }", `lady: { ${SPEND} }`, `${SPEND} } }`],
  [
    "PLAYBOOK_ARM_CONFLICT",
    "lady: { persona: lady }",
    "lady: { promos.main: {} }",
    "promos.main: {",
  ],
  [
    "PLAYBOOK_ARM_CONFLICT",
    "{ girl: {}, lady: { persona: lady } }",
    `{ girl: { ${SPEND} }, lady: { persona: lady } }`,
    `${SPEND} }, lady`,
  ],
  ["PLAYBOOK_ARMS_MANY", "  voice:\n", `${spares}  voice:\n`, "experiments:"],
  [
    "PLAYBOOK_DESIGN_IRREVERSIBLE",
    "design: parallel\n    horizon: 56d",
    "design: switchback\n    horizon: 56d",
    "groups.capacity: 150",
  ],
  [
    "PLAYBOOK_DESIGN_IRREVERSIBLE",
    "lady: { persona: lady }",
    "lady: { scripts.welcome.steps.0.say: news }",
    "scripts.welcome.steps",
  ],
  ["PLAYBOOK_DESIGN_SHARED", ...giftArm('{ schedule.slump.at: "15:00" }'), "schedule.slump.at"],
  [
    "PLAYBOOK_DESIGN_MEMBER",
    "primary: orders_per_member",
    "primary: revenue_per_member",
    "revenue_per_member",
  ],
  [
    "PLAYBOOK_UNATTAINABLE",
    "primary: active_rate\n    pool: stores",
    "primary: active_rate",
    "parallel",
  ],
  ["PLAYBOOK_UNATTAINABLE", "block: 2d", "block: 28d", "switchback\n    block"],
];

function giftArm(patch: string) {
  return ['{ promos.cup.give.off: "6.00", promos.cup.title: 首杯减6 }', patch] as const;
}

/** What arms make of the playbook: the code, what replaces the patch, where, and what is said of it. */
const made: readonly (readonly [Code, string, string, string])[] = [
  ["PLAYBOOK_TITLE_DIFFERS", `{ ${SPEND} }`, "sixtyfive:", "满60"],
  ["PLAYBOOK_TITLE_DIFFERS", "{ promos.main.title: 满65减5 }", "满65减5 }", "满65"],
  ["PLAYBOOK_MONEY_UNQUOTED", "{ promos.main.spend: 65 }", "65 }", "not quoted"],
  ["PLAYBOOK_MONEY", '{ promos.main.spend: "6,5" }', '"6,5"', "no amount"],
  ["PLAYBOOK_WRONG_TYPE", "{ promos.main.title: [a] }", "[a]", "text"],
  ["PLAYBOOK_WRONG_TYPE", "{ scripts.welcome.steps.0: null }", "null", "wrong type"],
  [
    "PLAYBOOK_OFF_SPEND",
    '{ promos.main.give.off: "60.00", promos.main.title: 好价 }',
    '"60.00",',
    "60",
  ],
  ["PLAYBOOK_CHOICE", "{ groups.overflow: nxt }", "nxt }", "waitlist"],
  ["PLAYBOOK_MISSING_FIELD", "{ promos.main.title: null }", "sixtyfive:", "title"],
  ["PLAYBOOK_MISSING_FIELD", "{ limits.group.max: 3 }", "sixtyfive:", "per"],
  ["PLAYBOOK_MISSING_FIELD", "{ promos.extra: { title: 好价 } }", "promos.extra", "give"],
  [
    "PLAYBOOK_UNKNOWN_KEY",
    "{ promos.main.nudge: { within: '9.00', say: nudge, sya: b } }",
    "sya",
    "sya",
  ],
  ["PLAYBOOK_UNKNOWN_LINE", "{ replies.hours.say: huors }", "huors", "huors"],
  [
    "PLAYBOOK_UNKNOWN_VARIABLE",
    "{ replies.hours.say: nudge }",
    "nudge }\n    primary",
    "nudge.gap",
  ],
  ["PLAYBOOK_UNKNOWN_COUPON", "{ coupons.newcomer: null }", "sixtyfive:", "newcomer"],
  ["PLAYBOOK_RESERVE", "{ groups.reserve: 200 }", "200 }", "200"],
  ["PLAYBOOK_NO_OPT_OUT", "{ opt_out: null }", "sixtyfive:", "opt out"],
  ["PLAYBOOK_TIME_UNQUOTED", "{ schedule.slump.at: 14:45 }", "14:45", "not quoted"],
  ["PLAYBOOK_QUIET_COVERS", '{ quiet: { from: "14:00", to: "15:00" } }', "sixtyfive:", "14:30"],
  ["PLAYBOOK_ID_FORM", "{ promos.9x: { title: a } }", "promos.9x", "9x"],
];

const place = (text: string, at: string) => {
  expect(text).toContain(at);
  const before = text.slice(0, text.indexOf(at)).split("\n");
  return [before.length, (before.at(-1)?.length ?? 0) + 1];
};

describe("experiments in a playbook", () => {
  test.each(["zh-CN", "en"] as const)("have no finding when they have no mistake (%s)", (lang) => {
    expect(checkTrial(PLAYBOOK, lang).findings).toEqual([]);
  });

  test.each(rows)("%s: %j -> %j", (code, from, to, at) => {
    const text = edited(from, to);
    const { findings } = checkTrial(text);
    const found = findings.map((each) => [each.code, each.line, each.col]);
    expect(found).toContainEqual([code, ...place(text, at)]);
    expect(findings.find((each) => each.code === code)?.severity).toBe(severities[code]);
  });

  // One slip may make several findings of its own kind, never noise of another.
  const consequences = new Set([
    "PLAYBOOK_UNKNOWN_KEY PLAYBOOK_NO_FAVOURS",
    "PLAYBOOK_ARM_COUNT PLAYBOOK_UNKNOWN_ARM",
    "PLAYBOOK_ARM_COUNT PLAYBOOK_WEIGHTS",
  ]);
  test.each(rows)("%s: %j -> %j makes no other noise", (code, from, to) => {
    const others = checkTrial(edited(from, to)).findings.filter((each) => each.code !== code);
    expect(others.filter((each) => !consequences.has(`${code} ${each.code}`))).toEqual([]);
  });

  test.each(made)("an arm that makes %s: %s", (code, patch, at, said) => {
    const text = edited(...patched(patch));
    const { findings } = checkTrial(text);
    const [found, ...more] = findings.filter((each) => each.severity === "error");
    expect(more).toEqual([]);
    expect([found?.code, found?.line, found?.col]).toEqual([code, ...place(text, at)]);
    expect(found?.message).toContain(said);
    expect(found?.message).toMatch(/\(arm threshold\.sixtyfive\)$/);
  });

  test.each([
    ["an explicit reference beside an arm that differs", SPEND, `promos.main.spend: "70.00"`, []],
    [
      "both arms set one value",
      "sixty: {}",
      `sixty: { ${SPEND}, promos.main.title: 满65减5 }`,
      ["PLAYBOOK_AA_CLAIM", "PLAYBOOK_ARM_SAME"],
    ],
    ["the reference written out", "sixty: {}", `sixty: { promos.main.spend: "60.00" }`, []],
    ["two empty arms", "lady: { persona: lady }", "lady: {}", []],
  ])("arms that do the same: %s", (_name, from, to, codes) => {
    const found = checkTrial(edited(from, to)).findings.map(({ code }) => code);
    expect(found.filter((code) => /ARM_SAME|AA_CLAIM/.test(code)).sort()).toEqual(codes);
  });

  test("too long says how long it may be", () => {
    const [found] = checkTrial(edited("horizon: 56d", "horizon: 99999999d")).findings;
    expect(found?.message).toBe("horizon is too long: 99999999d; 3660d at most");
    const codes = (days: string) =>
      checkTrial(edited("horizon: 56d", `horizon: ${days}`)).findings.map(({ code }) => code);
    expect(codes("3660d")).not.toContain("PLAYBOOK_DURATION_LONG");
    expect(codes("3661d")).toContain("PLAYBOOK_DURATION_LONG");
  });

  test("arms that are right alone and wrong together are named together", () => {
    const text = edited(...patched('{ promos.main.nudge.within: "50.00" }')).replace(
      "lady: { persona: lady }",
      'lady: { promos.main.spend: "40.00", promos.main.title: 满40减5 }',
    );
    const { findings } = checkTrial(text, "zh-CN");
    expect(findings).toHaveLength(1);
    expect(findings[0]?.code).toBe("PLAYBOOK_NUDGE_WIDE");
    expect(findings[0]?.message).toContain("（实验组 threshold.sixtyfive + voice.lady）");
    expect([findings[0]?.line, findings[0]?.col]).toEqual(place(text, '"50.00"'));
  });

  test("experiments in different pools don't meet", () => {
    const same = edited("groups.capacity: 150", "promos.cup.priority: 2");
    const gift = [
      'promos.cup.give.off: "6.00", promos.cup.title: 首杯减6',
      "promos.cup.priority: 1",
    ];
    const text = same.replace(gift[0] ?? "", gift[1] ?? "");
    expect(checkTrial(text).findings).toEqual([]);
    const everywhere = text.replace("    pool: stores\n", "");
    expect(checkTrial(everywhere).findings.map(({ code }) => code)).toContain(
      "PLAYBOOK_ARM_CONFLICT",
    );
  });

  test("a mistake of the playbook itself is told once", () => {
    const { findings } = checkTrial(edited("say: hours }", "say: huors }"));
    expect(findings.map(({ message }) => message)).toEqual(["the persona has no line huors"]);
  });

  test("the persona of an arm has the lines that are said", () => {
    const lady = LADY.replace("  news: 下午好\n", "");
    const { findings } = checkTrial(PLAYBOOK, "en", [GIRL, lady]);
    expect(findings.map(({ message }) => message)).toEqual([
      "the persona has no line news (arm voice.lady)",
    ]);
    expect([findings[0]?.line, findings[0]?.col]).toEqual(place(PLAYBOOK, "lady: { persona"));
  });

  test.each([
    [...patched('{ promos.man.spend: "65.00" }'), "did you mean promos.main.spend?"],
    [...patched("{ schedule.slum: null }"), "did you mean schedule.slump?"],
    [...patched("{ group.capacity: 9 }"), "did you mean groups.capacity?"],
    ["lady: { persona: lady }", "lady: { persona: ladi }", "did you mean lady?"],
    ["heuristic: sixty", "heuristic: sixti", "did you mean sixty?"],
    [...patched('{ promos.mian.spend: "65.00" }'), "did you mean promos.main.spend?"],
    [...patched('{ promos.xyz.spend: "65.00" }'), "there are: promos.cup, promos.main"],
    ["lady: { persona: lady }", "lady: { persona: xyzzy }", "there are: girl, lady"],
    ["heuristic: sixty", "heuristic: nobody", "there are: sixty"],
    ["pool: stores", "pool: nowhere", "there are: welfare, stores"],
    ["six: 0.5 }", "six: 0.4 }", "such as { eight: 0.5, six: 0.5 }"],
    ["horizon: 56d", "horizon: 99999999d", "make it shorter, such as 28d"],
    ["block: 2d", "block: 3d", "write 30d"],
  ])("%j -> %j is mended by %j", (from, to, fix) => {
    expect(checkTrial(edited(from, to)).findings[0]?.fix).toBe(fix);
  });

  test("an unattainable verdict says why, and what would do", () => {
    const text = edited("primary: active_rate\n    pool: stores", "primary: active_rate");
    expect(checkTrial(text).findings[0]?.message).toBe(
      "this design can never reach a verdict: 2 groups make 1 matched sets, whose smallest p is 1, above 0.05; it takes 12 groups",
    );
  });

  test("every code of experiments is produced here, in words of both languages", () => {
    const codes = new Set<string>(rows.map(([code]) => code));
    expect(Object.keys(experimentCodes).filter((code) => !codes.has(code))).toEqual([]);
    for (const lang of ["zh-CN", "en"] as const) {
      for (const [, from, to] of rows) {
        for (const { message, fix } of checkTrial(edited(from, to), lang).findings) {
          expect(`${message} ${fix ?? ""}`).not.toMatch(/\{\w+\}|undefined|\?\?/);
          if (lang === "zh-CN") expect(message).toMatch(/\p{Script=Han}/u);
        }
      }
    }
  });
});
