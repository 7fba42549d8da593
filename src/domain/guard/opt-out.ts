import { type Clause, clausesOf } from "../../core/text/clauses.js";
import { askedText, foldText } from "../../core/text/fold.js";
import type { OptOut } from "./schema.js";
import { goesWith, STOPS_ALL, startsAgain, stopsAbout, withCourtesy } from "./stop-in-chinese.js";
import {
  goesWithInEnglish,
  STARTS_AGAIN_IN_ENGLISH,
  STOPS_ALL_IN_ENGLISH,
  stopsAboutInEnglish,
} from "./stop-in-english.js";

/** What somebody wants of unasked messages: no more of them, or them again; of a topic where they name one. */
export type Wish = { readonly kind: "stop" | "back"; readonly topic?: string };

/** Longer than anybody's wish with its reasons; most that is longer is no wish. */
const LONGEST = 200;

const LONGEST_CLAUSE = 80;
/** STOP STOP STOP says it once. */
const REPEATED = /^(.{2,}?)(?: ?\1)+$/u;

/** Reads a message as such a wish; undefined for any other, and where the playbook has no `opt_out`. */
export function wishOf(rule: OptOut | undefined, text: string): Wish | undefined {
  if (!rule || text.length > LONGEST || /^\s*[@＠]/u.test(text)) return undefined;
  const { words, read } = readerOf(rule);
  const said = foldText(text);
  if (!HINTS.test(said) && !words.some((word) => said.includes(word))) return undefined;
  for (const clauses of clausesOf(text)) {
    const wish = wishIn(clauses, read);
    if (wish) return wish;
  }
  return words.includes(bare(text)) ? { kind: "stop" } : undefined;
}

/** What every such wish has something of; most messages have nothing, and are read no further. */
const HINTS =
  /退|取消|拒|谢绝|抵制|终止|解除|订阅|推订|恢复|名单|列表|关|屏蔽|暂停|结束|我的|[把将](?:我|俺|咱|本人)|(?:别|甭|不|没|勿|莫|唔|停|再).*[发推传扰搅骚轰炸烦吵嘈缠通联找揾提艾圈叫折@收看见听接消讯信短资广私群邮打来as内东嘢]|t ?d|回复?t|发送?t|t退|unsub|\bopt|subscri|stop|quit|\bno|dont|don.t|never|leave|remove|take|delete|drop|cancel|end|enough/u;

/** Its clauses are the wish, and what goes with one. Who wants both wants none. */
function wishIn(clauses: readonly Clause[], read: Reader["read"]): Wish | undefined {
  const wishes: Wish[] = [];
  for (const clause of clauses) {
    const wish = read(clause);
    if (wish) wishes.push(wish);
    else if (!goesWith(clause.said) && !goesWithInEnglish(clause.said)) return undefined;
  }
  const [first] = wishes;
  if (!first || wishes.some(({ kind }) => kind !== first.kind)) return undefined;
  return wishes.find(({ topic }) => topic === undefined) ?? first;
}

type Reader = {
  /** The playbook's words, as they are compared. */
  readonly words: readonly string[];
  readonly read: (clause: Clause) => Wish | undefined;
};
type Form = { readonly pattern: RegExp; readonly wish: Wish };

const readers = new WeakMap<OptOut, Reader>();

function readerOf(rule: OptOut): Reader {
  const known = readers.get(rule);
  if (known) return known;
  const forms = formsOf(rule);
  const read: Reader["read"] = ({ said, asks }) => {
    // 退订？ asks about it; 能不能别发了？ asks for it.
    if (asks && !REQUEST.test(said)) return undefined;
    if (said.length > LONGEST_CLAUSE) return undefined;
    const once = said.replace(REPEATED, "$1");
    return forms.find(({ pattern }) => pattern.test(once))?.wish;
  };
  const reader = { words: rule.words.map(bare).filter((word) => word !== ""), read };
  readers.set(rule, reader);
  return reader;
}

const REQUEST = /别|不|勿|唔|stop|dont|do not/u;

/** What is named is looked for first: 别发优惠了 is not about all. */
function formsOf({ words, topics = {} }: OptOut): readonly Form[] {
  const named = Object.entries(topics).flatMap(([topic, { title, words: own }]) => {
    const any = anyOf([title, ...own]);
    return [
      { pattern: stopsAbout(any), wish: { kind: "stop", topic } },
      { pattern: stopsAboutInEnglish(any), wish: { kind: "stop", topic } },
      { pattern: startsAgain(any), wish: { kind: "back", topic } },
    ] as const;
  });
  return [
    ...named,
    { pattern: STOPS_ALL, wish: { kind: "stop" } },
    { pattern: STOPS_ALL_IN_ENGLISH, wish: { kind: "stop" } },
    { pattern: withCourtesy(anyOf(words)), wish: { kind: "stop" } },
    { pattern: startsAgain(), wish: { kind: "back" } },
    { pattern: STARTS_AGAIN_IN_ENGLISH, wish: { kind: "back" } },
  ];
}

const anyOf = (words: readonly string[]): string =>
  words
    .map((word) => bare(word).replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&"))
    .filter((word) => word !== "")
    .join("|") || "(?!)";

/** Without marks around it. */
const bare = (text: string): string => foldText(askedText(text)).replace(/^\//u, "");
