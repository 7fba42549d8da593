import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { z } from "zod";
import { schemaText } from "../../scripts/schema/schema-text.js";
// With the sections that features add.
import "../../src/app/features.js";
import { durationField, instantField, moneyField, timeField } from "../../src/core/fields.js";
import { personaSchema } from "../../src/domain/persona/schema.js";
import { playbookSchema } from "../../src/playbook/schema.js";
import { problemsIn } from "../support/json-schema.js";
import { GIRL, PLAYBOOK } from "../support/trial-playbook.js";

type Kind = "playbook" | "persona";
const editor = { playbook: schemaText("playbook"), persona: schemaText("persona") };
const schemas = { playbook: JSON.parse(editor.playbook), persona: JSON.parse(editor.persona) };
const accepts = (kind: Kind, value: unknown) =>
  (kind === "playbook" ? playbookSchema() : personaSchema).safeParse(value).success;

const fixture = (path: string) => readFileSync(`tests/fixtures/${path}`, "utf8");
const files: readonly (readonly [string, Kind, string])[] = [
  ["tea-town", "playbook", fixture("playbooks/tea-town/playbook.yaml")],
  ["paw-post", "playbook", fixture("playbooks/paw-post/playbook.yaml")],
  ["trial", "playbook", PLAYBOOK],
  ["village-girl", "persona", fixture("personas/village-girl.yaml")],
  ["office-lady", "persona", fixture("personas/office-lady.yaml")],
  ["brand-voice", "persona", fixture("personas/brand-voice.yaml")],
  ["girl", "persona", GIRL],
];
/** Every section that there is, with every form that a map may have. */
const FULL = `version: 1
client: c
brand: b
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "1", role: owner } }
groups: { capacity: 50, pools: { p: { title: t } }, chats: { g: { platform: sandbox, chat: g, pool: p } } }
persona: girl
quiet: { from: "22:30", to: 08:00 }
limits: { group: { max: 4, per: day, gap: " 90m " }, member: { max: 2, per: week } }
opt_out: { words: [TD], say: out }
on_uncertain: skip
replies: { r: { when: { keywords: [a], pattern: b }, say: x, promo: off, cooldown: { per: member, for: 10m } } }
scripts:
  s:
    on: { silent: 30d }
    once: { again_after: 30d }
    steps:
      - stop
      - { label: l, wait: 20s }
      - { wait: { for: ordered, up_to: 2h }, else: l }
      - { ask: x, up_to: 1d, save: y, else: { tag: a } }
      - { if: { said: [a] }, then: { grant: c }, else: stop }
      - { if: { tagged: a }, then: { notify: { operators: true, say: x } } }
  t: { on: { tagged: a }, when: { keywords: [a] }, once: per_member, steps: [{ say: x, tag: a, grant: c }] }
  u: { on: joined, steps: [stop] }
schedule: { d: { at: "14:30", days: [sat], except: ["2026-10-01..2026-10-08"], pool: p, say: x, promo: off } }
promos:
  off: { title: t, spend: "60.00", give: { off: "8" }, of: { tags: [a], skus: [b], except_tags: [c] } }
  percent: { title: t, give: { percent: 12, cap: "20.00" }, who: { tags: [a], new_within: 7d } }
  tiers: { title: t, give: { tiers: [{ spend: "50.00", off: "5.00" }] }, budget: "0.5", stack: s, priority: 1 }
  every: { title: t, give: { every: "50.00", off: "5.00", cap: "9.0000" }, refund: keep }
  gift: { title: t, give: { gift: g, qty: 2 }, nudge: { within: "10.00", say: x } }
  points: { title: t, give: { points: 100 }, window: { daily: ["14:00", "17:00"], days: [mon] } }
  shipping: { title: t, give: { shipping: free }, limits: { uses: 1, member: { max: 1, per: day }, group: { max: 1 } } }
  price: { title: t, give: { price: "9.90", of_sku: a }, window: { from: "2026-10-01T00:00:00+08:00", to: "2026-10-08T00:00Z" } }
stacks: { price: best, s: all }
coupons: { c: { promo: off, code: { prefix: TEA, length: 10 }, valid: 30d, reserve: 30m, max: 5 } }
orders:
  margin: "0.62"
  sources:
    a: { kind: generic, secret: "env:A" }
    b: { kind: wechat-shop, app_id: i, token: "env:A", aes_key: "env:A" }
    c: { kind: youzan, client_id: i, secret: "env:A" }
    d: { kind: shopify, secret: "env:A" }
  csv: { columns: { id: 订单 } }
  skus: { "1": [a] }
  tags: [a]
  typed: { tags: [a], say: x }
  attribution: { model: decay, window: 24h }
heuristics: { h: { master: m, claim: c, confidence: 0.8 } }
experiments:
  e: { heuristic: h, favours: b, design: member, block: 48h, washout: 0d, horizon: 28d, arms: { a: {}, b: { x: null } },
       primary: margin_per_member, weights: { a: 0.5, b: 0.5 }, clocks: both, winsorise: 0.99, pool: p }
share_results: true
points: { check_in: { give: 5, bonus: { every: 7, give: 20 } }, orders: { every: "10.00", give: 1 }, exchange: { c: 100 } }
`;

test.each([...files, ["full", "playbook", FULL] as const])(
  "editors take %s as check does",
  (_name, kind, text) => {
    const value: unknown = parse(text);
    expect(accepts(kind, value)).toBe(true);
    expect(problemsIn(schemas[kind], value)).toEqual([]);
  },
);

/** Every place in a value, as the keys that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [path, ...below.flatMap(([key, one]) => placesIn(one, [...path, key]))];
}
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((here, key) => (here as Record<string, unknown>)[key], value);
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

test("whatever else check takes at a place, editors take there", () => {
  const full: unknown = parse(FULL);
  const places = placesIn(full);
  const texts = [
    "3d",
    " 3d\t",
    "24h",
    "0s",
    "60",
    "0.50",
    "1234567d",
    "08:30",
    "a-b",
    "",
    "stop",
    "free",
  ];
  const by = fc.oneof(
    fc.constantFrom<unknown>(...texts, 0, 1, 0.5, 100, -1, true, null, [], {}),
    fc.constantFrom(...places).map((path) => at(full, path)),
  );
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...places.slice(1)), by, (path, value) => {
      const changed = replaced(full, path, value);
      if (!accepts("playbook", changed)) return;
      taken++;
      expect(problemsIn(schemas.playbook, changed)).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
  expect(taken).toBeGreaterThan(200);
});

test("of durations, times and amounts editors take what check takes, and nothing else", () => {
  const some = (...parts: string[]) =>
    fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((all) => all.join(""));
  const fields: readonly (readonly [z.ZodType, string, fc.Arbitrary<string>])[] = [
    [durationField, "coupons.c.valid", some("1", "30", "0", "s", "m", "h", "d", " ", "days", "\t")],
    [timeField, "quiet.from", some("0", "2", "3", "8", "30", "5", ":", " ", "am")],
    [moneyField, "promos.off.spend", some("0", "1", "60", ".", "00", "¥", "-", ",", " ", "元")],
  ];
  const full: unknown = parse(FULL);
  for (const [field, path, texts] of fields)
    fc.assert(
      fc.property(texts, (text) => {
        const problems = problemsIn(schemas.playbook, replaced(full, path.split("."), text));
        expect(problems.length === 0).toBe(field.safeParse(text).success);
      }),
      { numRuns: 500 },
    );
});

test("a time with an offset is taken wherever check takes it", () => {
  for (const text of ["2026-10-01T00:00:00+08:00", "2026-10-01T00:00Z"]) {
    expect(instantField.safeParse(text).success).toBe(true);
    const promo = { title: "t", give: { points: 1 }, window: { from: text } };
    expect(problemsIn(schemas.playbook.properties.promos, { p: promo })).toEqual([]);
  }
});

test.each([
  [
    "promos",
    { p: { title: "t", give: { of: "8.00" } } },
    /^p\.give\.of: .*\nOne of these .*: off, percent, tiers/m,
  ],
  ["promos", { p: { title: "t", give: {} } }, /^p\.give: .*\nOne of these/m],
  [
    "promos",
    { p: { title: "t", give: { percent: 1, off: "8" } } },
    /^p\.give\.off: .*\n.*write: percent, cap\./m,
  ],
  [
    "promos",
    { p: { title: "t", spend: 60, give: { off: "8" } } },
    /^p\.spend: 金额是.*\nAn amount is/m,
  ],
  [
    "promos",
    { p: { title: "t", spend: "¥60", give: { off: "8" } } },
    /^p\.spend: 金额是.*\nAn amount is/m,
  ],
  [
    "scripts",
    { s: { on: { silnt: "3d" }, steps: ["stop"] } },
    /^s\.on\.silnt: .*\nOne of these .*: silent, tagged\./m,
  ],
  [
    "scripts",
    { s: { on: { silent: "3 days" }, steps: ["stop"] } },
    /^s\.on\.silent: 时长是.*\nA duration is/m,
  ],
  [
    "scripts",
    { s: { on: "said", steps: [{ if: { sad: ["x"] } }] } },
    /^s\.steps\.0\.if\.sad: .*\n.*: said, tagged\./m,
  ],
  ["scripts", { s: { on: "said", steps: [{ wait: "3 days" }] } }, /^s\.steps\.0\.wait: 时长是/m],
  [
    "scripts",
    { s: { on: "said", steps: [{ if: { tagged: "a" }, else: { tagg: "x" } }] } },
    /^s\.steps\.0\.else\.tagg: .*\n.*write: tag, grant, say, notify\./m,
  ],
  ["quiet", { from: "8am", to: "22:00" }, /^from: 几点几分.*\nA time of day/m],
  [
    "orders",
    { sources: { a: { kind: "shopify", secrt: "env:X" } } },
    /^sources\.a\.secrt: .*\n.*write: kind, secret\./m,
  ],
  ["orders", { sources: { a: { kid: "shopify" } } }, /^sources\.a\.kid: .*\n.*write: .*\bkind\b/m],
  ["orders", { csv: { columns: { idd: "订单" } } }, /^csv\.columns\.idd: .*\n.*write: id, amount/m],
])("of %s %j editors say where and what to write", (section, value, says) => {
  expect(problemsIn(schemas.playbook.properties[section], value).join("\n")).toMatch(says);
});
