import { evenText, plainText } from "../../core/text/fold.js";
import { simplified } from "../../core/text/simplified.js";
import { readAmount } from "./amount.js";

type DraftItem = { readonly title: string; readonly qty: number };

/** An order somebody typed, for an operator to confirm. `amount` in minor units. */
export type ParsedOrder = {
  /** Line of the message, from 1. */
  readonly line: number;
  readonly name: string;
  readonly items: readonly DraftItem[];
  readonly amount: number;
};

/** Whether a text is meant as orders: a line with two bars, or a 接龙 list. */
export function speaksOfOrders(text: string): boolean {
  // Most of what is said has neither.
  if (!/[|｜接]/u.test(text)) return false;
  const lines = text.split(/\r\n?|\n/).map(fold);
  return isList(lines[0] ?? "") || lines.some((line) => /^[^|]{1,100}\|[^|]*\|.*\d/u.test(line));
}

/** The lines that name a list, as one text; "" when it is no list. */
export function listTitle(text: string): string {
  const lines = text.split(/\r\n?|\n/).map(fold);
  const isEntry = (line: string) => NUMBERED.test(line) || line.split("|").length > 2;
  return isList(lines[0] ?? "") ? lines.filter((line) => !isEntry(line)).join("\n") : "";
}

export type Unreadable = {
  readonly line: number;
  readonly text: string;
  readonly reason: "FORM" | "NAME" | "ITEM" | "AMOUNT" | "QTY";
};

/**
 * Reads orders typed in chat: `姓名|商品|金额` lines and 接龙 entries (`1. 小雨 茉莉青x2 36`).
 * Full-width characters, `￥` and `元` are fine. A numbered or barred line that can't be read is
 * reported; so is other text, except a list's title lines.
 */
export function parseOrderText(
  text: string,
  currency: string,
): { readonly drafts: readonly ParsedOrder[]; readonly unreadable: readonly Unreadable[] } {
  const drafts: ParsedOrder[] = [];
  const unreadable: Unreadable[] = [];
  for (const [index, original] of text.split(/\r\n?|\n/).entries()) {
    const line = index + 1;
    const folded = fold(original);
    if (folded === "" || isTitle(folded)) continue;
    const read = readLine(folded, currency);
    if (typeof read === "string") unreadable.push({ line, text: original.trim(), reason: read });
    else drafts.push({ line, ...read });
  }
  return { drafts, unreadable };
}

type Read = Omit<ParsedOrder, "line"> | Unreadable["reason"];

/** A line in one width. Names and titles stay in the script in which they were typed: others read them. */
const fold = (line: string): string => plainText(line).trim();

const NUMBERED = /^\d{1,4}\s*(?:[.、):]\s*|\s+(?=\D))/;

/** `#接龙`, the header of a table, and the example line WeChat puts under a list's title. */
const isTitle = (line: string): boolean =>
  isList(line) || /^例\s*[.:、]?\s/.test(line) || /^(姓名|名字)\s*\|/.test(line);

const isList = (line: string): boolean => /^#?\s?接龙/.test(simplified(line));

function readLine(line: string, currency: string): Read {
  const numbered = NUMBERED.test(line);
  const rest = line.replace(NUMBERED, "");
  const cells = line.includes("|")
    ? rest.split("|").map((cell) => cell.trim())
    : numbered
      ? rest.split(/ +/)
      : [];
  if (cells.length < 3) return "FORM";
  const [name = "", ...middle] = cells.slice(0, -1);
  if (name === "") return "NAME";
  const amount = readPrice(cells.at(-1) ?? "", currency);
  if (amount === undefined) return "AMOUNT";
  const titles = middle.flatMap((cell) => cell.split(/[,+]/)).map((title) => title.trim());
  return readItems(titles, name, amount);
}

function readItems(titles: readonly string[], name: string, amount: number): Read {
  const items: DraftItem[] = [];
  for (const title of titles) {
    // As long as the title, so that what is found in it stands there too.
    const even = simplified(title);
    const qtyAlone = /^[x×*]?\s*(\d{1,4})\s*(?:杯|份|个|件|盒|袋|瓶|箱)?$/i.exec(even)?.[1];
    const last = items.at(-1);
    if (qtyAlone !== undefined && last) {
      items[items.length - 1] = { ...last, qty: Number(qtyAlone) };
      continue;
    }
    const match =
      /^(.+?)\s*[x×*]\s*(\d{1,4})\s*(?:杯|份|个|件|盒|袋|瓶|箱)?$/i.exec(even) ??
      /^(.+?)\s*(\d{1,4})(?:杯|份|个|件|盒|袋|瓶|箱)$/.exec(even);
    const [, named = "", qty = 1] = match ?? [undefined, title];
    items.push({ title: title.slice(0, named.length), qty: Number(qty) });
  }
  if (items.length === 0 || items.some(({ title }) => title === "")) return "ITEM";
  if (items.some(({ qty }) => qty < 1)) return "QTY";
  return { name, items, amount };
}

/** `36`, `¥36.00`, `36元`, `36块`, `RMB 36`, `1,200`. */
function readPrice(text: string, currency: string): number | undefined {
  const bare = evenText(text)
    .replace(/^(?:¥|RMB|CNY)\s*/i, "")
    .replace(/\s*(?:元|圆|块钱?)$/, "");
  return readAmount(bare, currency);
}
