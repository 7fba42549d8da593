import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { askedTexts } from "../support/asked-texts.js";
import {
  differingSlots,
  notPlain,
  oneSided,
  slotFaults,
  unknownKeys,
  unsaidErrors,
  unusedKeys,
} from "../support/text-faults.js";
import { textFolders } from "../support/text-files.js";

/** A small tree with one fault of each kind, and beside each what looks like it and is right. */
const FILES = {
  "i18n.ts": `
    type Texts = (lang: string, key: string, params?: Readonly<Record<string, string | number>>) => string;
    export declare function textsBeside(module: string): Texts;
    export declare class UserError { constructor(code: string, params?: object) }
    export declare function usageOf(text: Texts, key: string): string;
    export type Open = Readonly<Record<string, string>>;`,
  "tea/texts.ts": `
    import { textsBeside } from "../i18n.js";
    export const text = textsBeside("here");`,
  "tea/texts.en.yaml": `
    both: "{n, plural, one{{n} cup for {who}} other{{n} cups}}"
    slots: "{a} and {more, select, yes{{b}} other{}}"
    state.on: on
    state.off: "off"
    cup: "{size}"
    pot: "{size} {lid}"
    usage: /tea
    idle: nobody asks
    english-only: yes it is
    seat: That is Nobody's yet
    broken: whole
    TEA_COLD: "{id} is cold"
    TEA_GONE: There is no {id}. There are {known}
    TEA_FIELD_AGE: too old
    TEA_UNTHROWN: never`,
  "tea/texts.zh-CN.yaml": `
    both: "{who}的{n}杯"
    slots: "{a}"
    state.on: 开
    state.off: 关
    cup: "{size}"
    pot: "{size} {lid}"
    usage: /茶
    idle: 没人问
    seat: 迷你座位
    broken: "{n"
    TEA_COLD: "{id}凉了"
    TEA_GONE: 没有{id}，有{known}
    TEA_FIELD_AGE: 太老
    TEA_UNTHROWN: 从不`,
  "tea/brew.ts": `import { type Open, UserError, usageOf } from "../i18n.js";
    import { text as say } from "./texts.js";
    const refuse = (code: string, id: string) => { throw new UserError(code, { id }); };
    export function brew(lang: string, on: boolean, open: Open, key: string, state: "on" | "off") {
      say(lang, "both", { n: 1, who: "a" }); say(lang, "slots", { a: 1, b: 2, more: "yes" });
      say(lang, \`state.\${state}\`); usageOf(say, "usage"); say(lang, "english-only");
      say(lang, "seat"); say(lang, "broken");
      say(lang, on ? "cup" : "pot", { size: 1, lid: 2 });
      say(lang, "pot", { size: 1, ...(on ? { lid: 1 } : {}) });
      say(lang, "pot", { size: 1, lid: 2, handle: 3 });
      say(lang, "pot", { ...open }); say(lang, "absent"); say(lang, key);
      if (on) throw new UserError("TEA_COLD", { cup: 1 });
      refuse("TEA_GONE", "x"); refuse("TEA_COLD", "x");
      throw new UserError(\`TEA_FIELD_\${key}\`);
      throw new UserError("TEA_UNSAID"); throw new UserError("TEA_TABLE");
    }
    export const table = { TEA_TABLE: ["", ""] };`,
};

const root = mkdtempSync(join(tmpdir(), "texts-"));
for (const [file, body] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), body.replaceAll(/^ {4}/gm, ""));
}
const folders = textFolders(root);
const asked = askedTexts(
  root,
  Object.keys(FILES)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(root, file)),
);
rmSync(root, { recursive: true });

test("a text that one language lacks is found", () => {
  expect(oneSided(folders)).toEqual(["tea english-only: not in zh-CN"]);
});

test("a slot that one language lacks is found, inside a select too, and a broken message", () => {
  expect(differingSlots(folders)).toEqual([
    "tea slots: a | a, b, more",
    expect.stringMatching(/^tea broken: .*SyntaxError/),
  ]);
});

test("a text that doesn't exist is found, and a key that could be anything", () => {
  expect(unknownKeys(folders, asked)).toEqual([
    "tea/brew.ts:11: no absent in tea",
    "tea/brew.ts:11: the key is no list of literals",
  ]);
});

test("an error without a sentence is found", () => {
  expect(unsaidErrors(folders, asked)).toEqual(["tea/brew.ts:15: no sentence for TEA_UNSAID"]);
});

test("a text that nobody asks for is found, and a code that nobody throws", () => {
  expect(unusedKeys(folders, asked)).toEqual(["tea idle", "tea TEA_UNTHROWN"]);
});

test("a slot that is left empty is found, and what no slot takes", () => {
  expect(slotFaults(folders, asked)).toEqual([
    "tea/brew.ts:9: pot lacks lid",
    "tea/brew.ts:10: pot has no slot handle",
    "tea/brew.ts:12: TEA_COLD lacks id",
    "tea/brew.ts:12: TEA_COLD has no slot cup",
    "tea/brew.ts:13: TEA_GONE lacks known",
  ]);
});

test("words that aren't plain are found, whatever stands around them", () => {
  expect(notPlain(folders)).toEqual(["tea seat in zh-CN: 座位", "tea seat in en: nobody's yet"]);
});
