import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noEnv, playbookEnv } from "../../../src/playbook/read/env.js";
// With the sections that features add.
import "../../../src/app/features.js";
import { checkFiles } from "../../../src/playbook/check/check.js";
import { type Code, severities } from "../../../src/playbook/findings/codes.js";
import { accountCodes } from "../../../src/playbook/findings/codes-account.js";
import { experimentCodes } from "../../../src/playbook/findings/codes-experiment.js";
import { promoCodes } from "../../../src/playbook/findings/codes-promo.js";
import { text } from "../../../src/playbook/findings/texts.js";

const PLAYBOOK = `version: 1
client: tea
brand: 茶野小镇
timezone: Asia/Shanghai
currency: CNY
operators:
  boss: { telegram: "10001", role: owner }
groups:
  capacity: 200
  reserve: 2
  pools:
    welfare: { title: "茶野福利{{ n }}群" }
  chats:
    hq: { platform: telegram, chat: "-100", pool: welfare }
persona: girl
quiet: { from: "22:30", to: "08:00" }
limits:
  group: { max: 4, per: day, gap: 90m }
  member: { max: 2, per: day }
opt_out: { words: [TD], say: bye }
replies:
  hours: { when: { pattern: '几点' }, say: bye }
scripts:
  welcome:
    on: joined
    steps:
      - { say: bye, tag: buyer }
      - wait: { for: ordered, up_to: 2h }
        else: end
      - stop
      - label: end
        ask: bye
        up_to: 1d
schedule:
  slump:
    at: "14:30"
    except: ["2026-10-01..2026-10-08"]
    pool: welfare
    say: news
promos: {}
`;
const PERSONA = `version: 1
id: girl
name: 阿翠
kind: person
facts: { from: 皖南茶村 }
voice: { emoji_max: 1, sentence_max: 12, banned: [清仓] }
pacing: { reading: 8/s }
lines:
  bye: ["{{ member.name }}，再见～"]
  news: ["{{ persona.facts.from }}来的"]
  disclosure: 我是机器人
`;
const SECRET = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake";
/** Variables that are set; SET and SHARED are listed for all clients. */
const VARIABLES: Readonly<Record<string, string>> = {
  SET: "-100",
  SHARED: "not an id",
  TELEGRAM_BOT_TOKEN: SECRET,
  SUANPAN_TEA_BOSS: "10001",
  SUANPAN_OTHER_SECRET: "10002",
};
type Lang = "zh-CN" | "en";

const run = (playbook: string, persona: string, lang: Lang = "zh-CN") =>
  checkFiles(
    [
      { path: "playbooks/tea/playbook.yaml", text: playbook },
      { path: "personas/girl.yaml", text: persona },
    ],
    { lang, env: playbookEnv((name) => VARIABLES[name], "SET, SHARED") },
  );

/** The mistake: its code, what it replaces and by what, and where it must be found. */
const rows: readonly (readonly [Code, string, string, number, number])[] = [
  ["PLAYBOOK_WIDE_COLON", "persona: girl", "persona：girl", 15, 8],
  ["PLAYBOOK_YAML", "[TD]", "[TD", 20, 33],
  ["PLAYBOOK_ENCODING", "brand: 茶", "brand: \uFFFD", 3, 8],
  ["PLAYBOOK_UNSEEN", "brand: 茶", "brand: 茶\u202E野", 3, 8],
  ["PLAYBOOK_UNSEEN", "brand: 茶野小镇", 'brand: "茶\\e[2J"', 3, 8],
  ["PLAYBOOK_UNSEEN", "persona: girl", 'persona: girl\n"re\\u2066plyes": {}', 16, 1],
  ["PLAYBOOK_TAB", "  boss:", "\tboss:", 7, 1],
  ["PLAYBOOK_ALIAS", "[TD]", "*words", 20, 19],
  ["PLAYBOOK_ALIAS", "brand: 茶", "brand: &b 茶", 3, 11],
  ["PLAYBOOK_SECOND_DOCUMENT", "promos: {}\n", "promos: {}\n---\na: 1\n", 41, 1],
  ["PLAYBOOK_DUPLICATE_KEY", "brand:", "client: tea\nbrand:", 3, 1],
  ["PLAYBOOK_TOO_LARGE", "version: 1\nclient", `#${"x".repeat(1024 * 1024)}\nclient`, 1, 1],
  ["PLAYBOOK_EMPTY", PLAYBOOK, "# nothing\n", 1, 1],
  ["PLAYBOOK_KIND", PERSONA, "a: 1\n", 1, 1],
  ["PLAYBOOK_NO_FIELDS", PLAYBOOK, "- client: tea\n", 1, 1],
  ["PLAYBOOK_NO_FIELDS", PERSONA, "just a text\n", 1, 1],
  ["PLAYBOOK_UNKNOWN_KEY", "persona: girl", "persona: girl\nreplyes: {}", 16, 1],
  ["PLAYBOOK_UNKNOWN_KEY", "{ say: bye, tag: buyer }", "{ sya: bye, tag: buyer }", 27, 11],
  ["PLAYBOOK_WRONG_TYPE", "capacity: 200", "capacity: many", 9, 13],
  ["PLAYBOOK_WRONG_TYPE", "brand: 茶野小镇", "brand: 12", 3, 8],
  ["PLAYBOOK_MISSING_FIELD", "max: 2, per: day", "max: 2", 19, 3],
  ["PLAYBOOK_MISSING_FIELD", "brand: 茶野小镇\n", "", 1, 1],
  ["PLAYBOOK_VERSION", "version: 1\nclient", "version: 2\nclient", 1, 10],
  ["PLAYBOOK_CHOICE", "max: 2, per: day", "max: 2, per: dya", 19, 26],
  ["PLAYBOOK_CHOICE", "on: joined", "on: joinde", 25, 9],
  ["PLAYBOOK_ROLE", "role: owner", "role: ownr", 7, 36],
  ["PLAYBOOK_TOO_SMALL", "reserve: 2", "reserve: -1", 10, 12],
  ["PLAYBOOK_TOO_BIG", "阿翠", "翠".repeat(33), 3, 7],
  ["PLAYBOOK_ID_FORM", "client: tea", "client: 茶", 2, 9],
  ["PLAYBOOK_ID_FORM", "  hours:", "  9hours:", 22, 3],
  ["PLAYBOOK_ID_UNQUOTED", '"10001"', "10001", 7, 21],
  ["PLAYBOOK_ID_UNQUOTED", '"-100"', "-100", 14, 37],
  ["PLAYBOOK_TIME", '"14:30"', '"24:30"', 36, 9],
  ["PLAYBOOK_TIME_UNQUOTED", '"14:30"', "14:30", 36, 9],
  ["PLAYBOOK_TIME_UNQUOTED", '"08:00"', "08:00", 16, 29],
  ["PLAYBOOK_DURATION", "gap: 90m", "gap: 90", 18, 35],
  ["PLAYBOOK_DURATION", "up_to: 1d", "up_to: soon", 33, 16],
  ["PLAYBOOK_DURATION_LONG", "up_to: 1d", "up_to: 9999999d", 33, 16],
  ["PLAYBOOK_DURATION", "wait: { for: ordered, up_to: 2h }", "wait: 30", 28, 15],
  ["PLAYBOOK_DATE", "2026-10-01..2026-10-08", "2026-02-30", 37, 14],
  ["PLAYBOOK_DATE", "2026-10-01..2026-10-08", "1/10", 37, 14],
  ["PLAYBOOK_PACE", "8/s", "fast", 7, 20],
  ["PLAYBOOK_WHEN_EMPTY", "{ pattern: '几点' }", "{}", 22, 18],
  ["PLAYBOOK_CAPACITY", "capacity: 200", "capacity: 2", 9, 13],
  ["PLAYBOOK_LIMIT_ZERO", "max: 2", "max: 0", 19, 18],
  ["PLAYBOOK_WAIT_ENDLESS", "for: ordered, up_to: 2h", "for: ordered", 28, 9],
  ["PLAYBOOK_ZONE_UNKNOWN", "Asia/Shanghai", "Asia/Shangai", 4, 11],
  ["PLAYBOOK_ZONE_OFFSET", "Asia/Shanghai", "+08:00", 4, 11],
  ["PLAYBOOK_ZONE_ABBREVIATION", "Asia/Shanghai", "CST", 4, 11],
  ["PLAYBOOK_CURRENCY", "CNY", "RMB", 5, 11],
  ["PLAYBOOK_NO_OWNER", "role: owner", "role: viewer", 6, 1],
  ["PLAYBOOK_SECRET", '"10001"', `"${SECRET}"`, 7, 22],
  ["PLAYBOOK_SECRET", "version: 1\nclient", `version: 1 # ${SECRET}\nclient`, 1, 14],
  ["PLAYBOOK_ENV_UNSET", '"-100"', '"env:SUANPAN_TEA_UNSET"', 14, 37],
  ["PLAYBOOK_ENV_FOREIGN", '"-100"', '"env:TELEGRAM_BOT_TOKEN"', 14, 37],
  ["PLAYBOOK_ENV_FOREIGN", '"10001"', '"env:SUANPAN_OTHER_SECRET"', 7, 21],
  ["PLAYBOOK_ENV_FORM", '"10001"', '"env:SHARED"', 7, 21],
  [
    "PLAYBOOK_CAPACITY_WECHAT",
    'capacity: 200\n  reserve: 2\n  pools:\n    welfare: { title: "茶野福利{{ n }}群" }\n  chats:\n    hq: { platform: telegram',
    'capacity: 201\n  reserve: 2\n  pools:\n    welfare: { title: "茶野福利{{ n }}群" }\n  chats:\n    hq: { platform: wechat',
    9,
    13,
  ],
  ["PLAYBOOK_RESERVE", "reserve: 2", "reserve: 200", 10, 12],
  [
    "PLAYBOOK_CHAT_TWICE",
    "persona: girl",
    '    b: { platform: telegram, chat: "env:SET", pool: welfare }\npersona: girl',
    15,
    36,
  ],
  ["PLAYBOOK_QUIET_EMPTY", '"08:00"', '"22:30"', 16, 29],
  ["PLAYBOOK_QUIET_COVERS", '"14:30"', '"07:59"', 36, 9],
  ["PLAYBOOK_DATE_REVERSED", "2026-10-01..2026-10-08", "2026-10-08..2026-10-01", 37, 14],
  ["PLAYBOOK_CAP_USELESS", "max: 2", "max: 5", 19, 18],
  ["PLAYBOOK_GAP_USELESS", "90m", "12h", 18, 35],
  ["PLAYBOOK_NO_OPT_OUT", "opt_out: { words: [TD], say: bye }\n", "", 34, 3],
  ["PLAYBOOK_PATTERN", "'几点'", "'(?=几点)'", 22, 29],
  ["PLAYBOOK_UNKNOWN_PERSONA", "persona: girl", "persona: gilr", 15, 10],
  ["PLAYBOOK_UNKNOWN_LINE", "say: news", "say: newz", 39, 10],
  ["PLAYBOOK_UNKNOWN_POOL", "pool: welfare }", "pool: wellfare }", 14, 51],
  ["PLAYBOOK_UNKNOWN_LABEL", "else: end", "else: ende", 29, 15],
  ["PLAYBOOK_DUPLICATE_LABEL", "- wait:", "- label: end\n        wait:", 32, 16],
  ["PLAYBOOK_UNKNOWN_TAG", "on: joined", "on: { tagged: byer }", 25, 19],
  ["PLAYBOOK_WHEN_UNUSED", "on: joined", "on: joined\n    when: { keywords: [a] }", 26, 5],
  ["PLAYBOOK_DEAD_STEP", "- stop", "- stop\n      - say: bye", 31, 9],
  ["PLAYBOOK_DEAD_STEP", "        else: end\n", "", 30, 9],
  [
    "PLAYBOOK_LOOP",
    "up_to: 1d",
    "up_to: 1d\n      - { label: again, say: bye }\n      - { if: { tagged: buyer }, then: again }",
    35,
    40,
  ],
  ["PLAYBOOK_STEP_EMPTY", "- { say: bye, tag: buyer }", "- {}", 27, 9],
  ["PLAYBOOK_WITHOUT_ASK", "tag: buyer }", "save: taste }", 27, 21],
  ["PLAYBOOK_BRANCH", "tag: buyer }", "then: end }", 27, 21],
  ["PLAYBOOK_BRANCH", "tag: buyer }", "else: end }", 27, 21],
  ["PLAYBOOK_TEMPLATE", "再见～", "{{ brand", 9, 9],
  ["PLAYBOOK_TEMPLATE", "再见～", "{% render 'x' %}", 9, 9],
  ["PLAYBOOK_TEMPLATE_FAILS", "再见～", "{{ (1..1000000000) | size }}", 9, 9],
  [
    "PLAYBOOK_TEMPLATE_FAILS",
    "再见～",
    "{% if brand == '无' %}{{ (1..1000000000) | size }}{% endif %}",
    ...([9, 9] as const),
  ],
  ["PLAYBOOK_LINE_BLANK", "{{ member.name }}，再见～", "  {{ '' }} ", 9, 9],
  ["PLAYBOOK_UNKNOWN_VARIABLE", "facts.from }}", "facts.form }}", 10, 10],
  ["PLAYBOOK_UNKNOWN_VARIABLE", "{{ persona.facts.from }}", "{{ member.name }}", 10, 10],
  ["PLAYBOOK_UNKNOWN_VARIABLE", "{{ n }}", "{{ m }}", 12, 23],
  ["PLAYBOOK_BANNED_WORD", "再见", "清仓", 9, 9],
  ["PLAYBOOK_AD_WORD", "再见", "全城最低价", 9, 9],
  ["PLAYBOOK_AD_WORD", "再见", "全城最 低价", 9, 9],
  ["PLAYBOOK_AD_WORD", "再见", "全城最·低·價", 9, 9],
  ["PLAYBOOK_BANNED_WORD", "再见", "清 倉", 9, 9],
  ["PLAYBOOK_EMOJI", "再见", "👨‍👩‍👧👍🏽", 9, 9],
  ["PLAYBOOK_NO_DISCLOSURE", "  disclosure: 我是机器人\n", "", 8, 1],
  ["PLAYBOOK_UNKNOWN_TOPIC", "    on: joined\n", "    on: joined\n    topic: deals\n", 26, 12],
  ["PLAYBOOK_SENTENCE_LONG", "再见", "再".repeat(13), 9, 9],
  ["PLAYBOOK_POINTS_IDLE", "promos: {}\n", "promos: {}\npoints: {}\n", 41, 1],
  ["PLAYBOOK_EMOJI", "再见", "😀😀", 9, 9],
  ["PLAYBOOK_ENTRY_URL", "promos: {}\n", "promos: {}\nentry: { url: http://a.example }\n", 41, 15],
  [
    ...(["PLAYBOOK_GOVERNOR_WIDE", 'telegram, chat: "-100", pool: welfare }\n'] as const),
    'wechat, chat: "1@chatroom", pool: welfare }\ngovernor: { unasked: { day: 241 } }\n',
    ...([15, 29] as const),
  ],
  [
    ...(["PLAYBOOK_GOVERNOR_POST", '    hq: { platform: telegram, chat: "-100"'] as const),
    `${Array.from({ length: 120 }, (_, n) => `    g${n}: { platform: wechat, chat: "${n}@chatroom", pool: welfare }\n`).join("")}    hq: { platform: wechat, chat: "a@chatroom"`,
    ...([155, 3] as const),
  ],
  [
    ...(["PLAYBOOK_ENTRY_SOURCE", "promos: {}\n"] as const),
    ...(["promos: {}\nentry: { sources: { -a: x } }\n", 41, 21] as const),
  ],
  [
    ...(["PLAYBOOK_ENTRY_SOURCES", "promos: {}\n"] as const),
    `promos: {}\nentry: { sources: { ${Array.from({ length: 201 }, (_, n) => `a${n}: x`)} } }\n`,
    ...([41, 19] as const),
  ],
];

function withMistake(from: string, to: string, lang?: Lang) {
  const inPlaybook = PLAYBOOK.includes(from);
  if (!inPlaybook && !PERSONA.includes(from)) throw new Error(`not in the base: ${from}`);
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

describe("checkFiles", () => {
  test("finds nothing in a playbook without a mistake", () => {
    const checked = run(PLAYBOOK, PERSONA);
    expect(checked.findings).toEqual([]);
    expect(checked.ok).toBe(true);
    expect(checked.playbooks[0]?.playbook.client).toBe("tea");
    expect(checked.personas[0]?.persona.id).toBe("girl");
  });

  test.each(rows)("%s: %j -> %j", (code, from, to, line, col) => {
    const { ok, findings } = withMistake(from, to);
    const found = findings.map((each) => [each.code, each.line, each.col]);
    expect(found).toContainEqual([code, line, col]);
    expect(ok).toBe(severities[code] === "warning" && findings.length === 1);
  });

  test.each([
    ["{ say: bye, tag: buyer }", "{ sya: bye, tag: buyer }", "did you mean say?"],
    [
      "{ say: bye, tag: buyer }",
      "{ say: bye, delaay: 3m }",
      "there are: label, tag, grant, notify, wait, ask, up_to, save, if, then, else",
    ],
    ["on: joined", "on: { xyzzy: 30d }", "there are: silent, tagged"],
    ["ask: bye", "if: { xyzzy: [a] }", "there are: said, tagged"],
    ["promos: {}", 'promos: { a: { give: { off: "5.00", xyzzy: 1 } } }', "there are: every, cap"],
    ["promos: {}", "promos: { a: { give: { percent: 5, xyzzy: 1 } } }", "there are: cap"],
    ["ask: bye", "if: { said: [a], xyzzy: [a] }", undefined],
  ])("%j -> %j is mended by %j", (from, to, fix) => {
    const { findings } = withMistake(from, to, "en");
    const unknown = findings.filter(({ code }) => code === "PLAYBOOK_UNKNOWN_KEY");
    expect(unknown.map((each) => each.fix)).toEqual([fix]);
  });

  // The rest of the findings are consequences of the same mistake, never noise of another kind.
  const consequences = new Set([
    ...["PLAYBOOK_UNKNOWN_PERSONA", "PLAYBOOK_CAPACITY_WECHAT", "PLAYBOOK_UNKNOWN_KEY"],
  ]);
  test.each(rows)("%s: %j -> %j makes one finding", (code, from, to) => {
    const codes = withMistake(from, to).findings.map((each) => each.code);
    expect(codes.filter((each) => each !== code && !consequences.has(each))).toEqual([]);
  });

  test.each([
    ["PLAYBOOK_CLIENT_TWICE", PLAYBOOK, 2, 9],
    ["PLAYBOOK_PERSONA_TWICE", PERSONA, 2, 5],
  ])("%s: the same file under another name", (code, text, line, col) => {
    const files = [PLAYBOOK, PERSONA, text].map((each, index) => ({
      path: `${index}`,
      text: each,
    }));
    const { findings } = checkFiles(files, { lang: "en", env: noEnv });
    expect(findings).toEqual([expect.objectContaining({ code, line, col, file: "2" })]);
  });

  test("a control character in a file's name is refused, and none is ever printed", () => {
    const files = [
      { path: "a\u001b[2J\u202E.yaml", text: PLAYBOOK },
      { path: "b.yaml", text: `${PERSONA}"x\\e[2Jx": 1\n` },
    ];
    const { ok, findings } = checkFiles(files, { lang: "en", env: noEnv });
    expect(ok).toBe(false);
    expect(findings.map(({ code }) => code)).toContain("PLAYBOOK_FILE_NAME");
    expect(JSON.stringify(findings)).not.toMatch(/\\u001b|\u202E/);
  });

  test("a client whose variables another could read is refused, and a key that would be lost", () => {
    const own = PLAYBOOK.split("\n").find((line) => line.startsWith("client:")) ?? "";
    const id = own.replace("client:", "").trim();
    const alike = PLAYBOOK.replace(own, `client: ${id.toUpperCase().replaceAll("-", "_")}`);
    const files = [PLAYBOOK, PERSONA, alike].map((text, n) => ({ path: `${n}`, text }));
    const { findings } = checkFiles(files, { lang: "en", env: noEnv });
    expect(findings).toContainEqual(
      expect.objectContaining({ code: "PLAYBOOK_CLIENT_ALIKE", line: 2, col: 9, file: "2" }),
    );
    const lost = [`${PLAYBOOK}\n__proto__: { a: 1 }\n`, PERSONA].map((text, n) => ({
      path: `${n}`,
      text,
    }));
    expect(checkFiles(lost, { lang: "en", env: noEnv }).findings).toContainEqual(
      expect.objectContaining({ code: "PLAYBOOK_UNKNOWN_KEY", file: "0", col: 1 }),
    );
  });

  test("every code is produced here, or for promos or experiments, and speaks both languages", () => {
    const twice = [
      ...["PLAYBOOK_CLIENT_TWICE", "PLAYBOOK_CLIENT_ALIKE", "PLAYBOOK_PERSONA_TWICE"],
      "PLAYBOOK_FILE_NAME",
      // In tests/app/unreadable-files.test.ts.
      "PLAYBOOK_UNREADABLE",
    ];
    // In tests/playbook/check/shared-chats.test.ts.
    const shared = "PLAYBOOK_CHAT_SHARED";
    // In tests/features/governor/checks.test.ts.
    const governor = ["PLAYBOOK_GOVERNOR_POSTS", "PLAYBOOK_GOVERNOR_CROSSED"];
    const made = new Set<string>([
      ...rows.map(([code]) => code),
      ...twice,
      shared,
      // In tests/playbook/accounts/accounts.test.ts.
      ...Object.keys(accountCodes),
      ...governor,
      ...Object.keys(promoCodes),
      ...Object.keys(experimentCodes),
    ]);
    const codes = Object.keys(severities) as Code[];
    expect(codes.filter((code) => !made.has(code))).toEqual([]);
    for (const code of codes) {
      expect(text("zh-CN", code)).toMatch(/\p{Script=Han}/u);
      expect(text("en", code)).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test("fills in every parameter, in both languages", () => {
    for (const lang of ["zh-CN", "en"] as const) {
      for (const [, from, to] of rows) {
        for (const { message, fix } of withMistake(from, to, lang).findings) {
          expect(`${message} ${fix ?? ""}`).not.toMatch(/\{\w+\}|undefined/);
        }
      }
    }
  });

  test("suggests what was meant", () => {
    const fixes = (from: string, to: string) => withMistake(from, to, "en").findings[0]?.fix;
    expect(fixes("persona: girl", "persona: girl\nreplyes: {}")).toBe("did you mean replies?");
    expect(fixes("CNY", "RMB")).toBe("write CNY");
    expect(fixes("facts.form".replace("form", "from"), "facts.form")).toContain(
      "persona.facts.from",
    );
  });

  test("never repeats a secret", () => {
    for (const [from, to] of [
      ['"10001"', SECRET],
      ["role: owner", `role: "${SECRET}"`],
      ["brand:", `"${SECRET}": 1\nbrand:`],
      ["client: tea", `client: "${SECRET}"`],
      ["再见", `{{ "${SECRET}`],
    ] as const) {
      const { findings } = withMistake(from, to);
      expect(findings.map(({ code }) => code)).toContain("PLAYBOOK_SECRET");
      expect(JSON.stringify(findings)).not.toContain(SECRET.slice(10));
    }
  });

  test("finds all mistakes of both files in one run", () => {
    const { findings } = run(
      PLAYBOOK.replace("CNY", "RMB")
        .replace("role: owner", "role: boss")
        .replace("say: news", "say: x"),
      PERSONA.replace("再见", "清仓").replace("8/s", "fast"),
    );
    expect(findings.map(({ code }) => code)).toEqual([
      "PLAYBOOK_CURRENCY",
      "PLAYBOOK_ROLE",
      "PLAYBOOK_UNKNOWN_LINE",
      "PLAYBOOK_PACE",
      "PLAYBOOK_BANNED_WORD",
    ]);
  });

  test("never throws, and every position exists", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(
        "&a ",
        "*a",
        "[",
        "{",
        "}",
        "- ",
        ": ",
        "\t",
        "---\n",
        "!!set ",
        "? ",
        "__proto__: 1\n",
        "constructor: {}\n",
        "null",
        "{{",
        "|\n",
        "<<: ",
      ),
    );
    const cut = fc.tuple(fc.nat(), fc.nat(40), piece, fc.boolean());
    const property = fc.property(fc.array(cut, { maxLength: 4 }), (cuts) => {
      let [playbook, persona] = [PLAYBOOK, PERSONA];
      for (const [at, length, text, first] of cuts) {
        const splice = (all: string) => {
          const start = at % (all.length + 1);
          return all.slice(0, start) + text + all.slice(start + length);
        };
        if (first) playbook = splice(playbook);
        else persona = splice(persona);
      }
      for (const { line, col, file } of run(playbook, persona).findings) {
        const text = file.startsWith("playbooks") ? playbook : persona;
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(text.split("\n").length);
        expect(col).toBeGreaterThan(0);
      }
    });
    fc.assert(property, { numRuns: 300 });
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void run(text, text)));
  });

  test("survives deep nesting", () => {
    expect(run("[".repeat(50_000), PERSONA).ok).toBe(false);
    expect(run(`client: ${"{a: ".repeat(3_000)}1${"}".repeat(3_000)}`, PERSONA).ok).toBe(false);
  });
});
