// Two shops of one agency. An operator of the first, who is in the second's group as well, tries every command with
// whatever the second has: no answer holds a word of it, or differs from the answer about what nobody has; and
// nothing of the second changes.
import { afterEach, beforeEach, expect, test } from "vitest";
import { features } from "../../src/app/features.js";
import { CANARY, NAMES, NOBODYS, openTwoShops } from "../support/two-shops.js";

type Shops = Awaited<ReturnType<typeof openTwoShops>>;
let shops: Shops;
beforeEach(async () => {
  shops = await openTwoShops();
});
afterEach(async () => {
  await shops.close();
  await shops.remove();
});

const COMMANDS = features.flatMap(({ commands = [] }) => commands);
const ATTACKER = "tea-boss";
/** Who is no operator of anybody's. */
const GUEST = "zoe";
/** In what places names are typed, those of one shop for those of another. */
const FORMS: readonly ((of: (what: string) => string) => string)[] = [
  ...NAMES.map((name) => (of: (what: string) => string) => of(name)),
  (of) => `@${of("shop")}`,
  (of) => `5 ${of("mia")}`,
  (of) => `${of("mia")} 5`,
  (of) => `tea-mia ${of("coupon")}`,
  (of) => `${of("mia")} tea-coupon`,
  (of) => `own/tea-1 ${of("mia")}`,
  (of) => `tea-pool ${of("pool")}`,
  (of) => `${of("shop")} ${of("pool")}`,
  (of) => `tea-trial ${of("low")}`,
  (of) => `sandbox:tea-mia sandbox:${of("mia")}`,
  (of) => `tea-gift ${of("mia")}`,
  (of) => `sandbox:${of("home")} hello`,
];

type At = { readonly chat: string; readonly direct: boolean };

function typedInGroups({ name, aliases }: (typeof COMMANDS)[number]): readonly string[] {
  const words = ["", "client", ...["shop", "mia", "pool"].map((what) => `${CANARY}-${what}`)];
  return [...words.map((word) => `${name} ${word}`.trim()), ...aliases].map((one) => `/${one}`);
}

/** What was answered to a command, and to `/yes` behind it. */
async function answerTo(at: At, typed: string, who = ATTACKER): Promise<string> {
  await shops.says(at.chat, who, typed, at.direct);
  const first = shops.answers();
  if (first.some(({ text }) => text.includes("/yes")))
    await shops.says(at.chat, who, "/yes", at.direct);
  return [...first, ...shops.answers()].map(({ text }) => text).join("\n---\n");
}

const without = (text: string, typed: string) =>
  typed
    .split(/\s+/)
    .filter((word) => word.includes(CANARY))
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word.replace(/^@/, ""), ""), text);

/** Numbers that count what was typed before. */
const steady = (text: string) => text.replaceAll(/\d+/g, "#");

test("every command in private, with the other's names", async () => {
  const at = { chat: ATTACKER, direct: true };
  const before = await shops.others();
  const leaks: unknown[] = [];
  const silent: string[] = [];
  for (const { name, aliases } of COMMANDS) {
    const own = FORMS.map((form) => `/${name} ${form((what) => `tea-${what}`)}`);
    for (const typed of [`/${name}`, ...aliases.map((alias) => `/${alias}`), ...own]) {
      const answer = await answerTo(at, typed);
      if (answer === "") silent.push(typed);
      if (answer.includes(CANARY)) leaks.push([typed, answer]);
    }
    for (const form of FORMS) {
      const typed = `/${name} ${form((what) => `${CANARY}-${what}`)}`;
      const answer = await answerTo(at, typed);
      if (without(answer, typed).includes(CANARY)) leaks.push([typed, answer]);
      const other = await answerTo(at, `/${name} ${form((what) => `${NOBODYS}-${what}`)}`);
      if (steady(answer.replaceAll(CANARY, NOBODYS)) !== steady(other))
        leaks.push([typed, answer, other]);
    }
  }
  expect(leaks).toEqual([]);
  expect(silent).toEqual([]);
  expect(await shops.others()).toBe(before);
  expect(shops.bugs).toEqual([]);
}, 600_000);

test("every command in their own group and in one of nobody's", async () => {
  const before = await shops.others();
  const leaks: unknown[] = [];
  for (const typed of COMMANDS.flatMap(typedInGroups))
    for (const chat of ["tea-home", "street"]) {
      const answer = await answerTo({ chat, direct: false }, typed);
      if (without(answer, typed).includes(CANARY)) leaks.push([chat, typed, answer]);
    }
  expect(leaks).toEqual([]);
  expect(await shops.others()).toBe(before);
}, 600_000);

test("every command in the other's group: they are answered as any member is", async () => {
  for (const who of [ATTACKER, GUEST]) await shops.sandbox.join(`${CANARY}-home`, who);
  await shops.says("street", ATTACKER, "hello");
  shops.answers();
  for (const typed of COMMANDS.flatMap(typedInGroups)) {
    const at = { chat: `${CANARY}-home`, direct: false };
    const [theirs, anyones] = [await answerTo(at, typed), await answerTo(at, typed, GUEST)];
    expect([typed, steady(theirs)]).toEqual([typed, steady(anyones.replaceAll(GUEST, ATTACKER))]);
  }
}, 600_000);
