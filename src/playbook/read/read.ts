import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import { hasControls } from "../../core/outside-text.js";
import type { Problem, Spot } from "../findings/finding.js";

export type Path = readonly PropertyKey[];
/** A YAML file that could be read, and where its parts stand. */
export type Source = {
  readonly value: unknown;
  /** Where a path's key or value stands; where it is missing, its nearest parent. */
  readonly locate: (path: Path, side: "key" | "value") => Spot;
  /** The path's value is a scalar without quotes. */
  readonly plain: (path: Path) => boolean;
};

const MAX_BYTES = 1024 * 1024;
/** What decoding puts where the bytes were no UTF-8. */
const NOT_UTF8 = "\uFFFD";
const CODES: Readonly<Record<string, Problem["code"]>> = {
  DUPLICATE_KEY: "PLAYBOOK_DUPLICATE_KEY",
  MULTIPLE_DOCS: "PLAYBOOK_SECOND_DOCUMENT",
  TAB_AS_INDENT: "PLAYBOOK_TAB",
  BAD_ALIAS: "PLAYBOOK_ALIAS",
};
/** Mistakes beside which the rest of a file can be looked at. */
const READABLE = new Set<string>(["PLAYBOOK_DUPLICATE_KEY", "PLAYBOOK_UNSEEN"]);
const START: Spot = { line: 1, col: 1 };

/** Reads strict YAML 1.2: one document, no aliases, no duplicate keys, no tabs. Never throws. */
export function read(text: string): { source?: Source; problems: Problem[] } {
  if (Buffer.byteLength(text) > MAX_BYTES) return fail("PLAYBOOK_TOO_LARGE");
  const broken = text.indexOf(NOT_UTF8);
  if (broken >= 0) return fail("PLAYBOOK_ENCODING", spotOf(text, broken));
  const tab = /^ *\t/m.exec(text);
  if (tab) return fail("PLAYBOOK_TAB", spotOf(text, tab.index + tab[0].length - 1));
  try {
    return parse(text);
  } catch {
    return fail("PLAYBOOK_YAML", START, { detail: "nesting" });
  }
}

function parse(text: string): { source?: Source; problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Spot => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), col: Math.max(1, col) };
  };
  const errors: readonly YAMLError[] = [...document.errors, ...document.warnings];
  const problems: Problem[] = [];
  const aliases = aliasOffsets(document);
  for (const offset of aliases) problems.push({ code: "PLAYBOOK_ALIAS", at: at(offset) });
  for (const error of errors) {
    const code = CODES[error.code] ?? "PLAYBOOK_YAML";
    if (code === "PLAYBOOK_ALIAS" && aliases.length > 0) continue;
    const offset = code === "PLAYBOOK_SECOND_DOCUMENT" ? secondDocument(text, error) : error.pos[0];
    const spot = at(offset);
    // One slip often makes several errors in a line; the first one says it.
    if (problems.some((each) => each.code === code && each.at.line === spot.line)) continue;
    const line = text.split("\n")[spot.line - 1] ?? "";
    const wide = code === "PLAYBOOK_YAML" ? line.indexOf("：") : -1;
    if (wide >= 0) {
      problems.push({ code: "PLAYBOOK_WIDE_COLON", at: { line: spot.line, col: wide + 1 } });
    } else problems.push({ code, at: spot, params: { detail: error.message } });
  }
  for (const offset of lostKeyOffsets(document))
    problems.push({ code: "PLAYBOOK_UNKNOWN_KEY", at: at(offset), params: { key: LOST_KEY } });
  for (const offset of unseenOffsets(document))
    problems.push({ code: "PLAYBOOK_UNSEEN", at: at(offset) });
  if (!problems.every(({ code }) => READABLE.has(code))) return { problems };
  if (document.contents === null || document.toJS() === null) return fail("PLAYBOOK_EMPTY");
  return { source: sourceOf(document, at), problems };
}

function fail(code: Problem["code"], at = START, params: Problem["params"] = {}) {
  return { problems: [{ code, at, params }] };
}

function secondDocument(text: string, error: YAMLError): number {
  const marker = /^---/gm;
  marker.lastIndex = Math.max(1, error.pos[0] - 4);
  return marker.exec(text)?.index ?? error.pos[0];
}

function spotOf(text: string, offset: number): Spot {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, col: (before.at(-1)?.length ?? 0) + 1 };
}

function aliasOffsets(document: Document.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, {
    Node(_, node) {
      const anchored = !isAlias(node) && node.anchor !== undefined;
      if (isAlias(node) || anchored) offsets.push(node.range?.[0] ?? 0);
    },
  });
  return offsets;
}

/** A key that no record of JavaScript's keeps: what stands under it would be lost without a word. */
const LOST_KEY = "__proto__";
function lostKeyOffsets(document: Document.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === LOST_KEY) offsets.push(key.range?.[0] ?? 0);
    },
  });
  return offsets;
}

/** Keys and texts that hold what turns the direction of what is shown, or moves a terminal. */
function unseenOffsets(document: Document.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, {
    Scalar(_, { value, range }) {
      if (typeof value === "string" && hasControls(value)) offsets.push(range?.[0] ?? 0);
    },
  });
  return offsets;
}

function sourceOf(document: Document.Parsed, at: (offset: number) => Spot): Source {
  return {
    value: document.toJS(),
    locate: (path, side) => {
      const { key, node } = follow(document.contents, path);
      const offset = (side === "key" ? key : node)?.range?.[0] ?? key?.range?.[0];
      return at(offset ?? 0);
    },
    plain: (path) => {
      const { node, whole } = follow(document.contents, path);
      return whole && isScalar(node) && node.type === "PLAIN";
    },
  };
}

type Found = { key?: Node; node?: Node; whole: boolean };

/** Goes down a path as far as it exists. Where it stops, the key stands for the value. */
function follow(root: Node | null, path: Path): Found {
  let found: Found = { node: root ?? undefined, key: root ?? undefined, whole: true };
  for (const part of path) {
    const next = step(found.node, String(part));
    if (!next) return { key: found.key, node: found.key, whole: false };
    found = next;
  }
  return found;
}

function step(node: Node | undefined, part: string): Found | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
    if (!pair || !isNode(pair.key)) return undefined;
    return { key: pair.key, node: isNode(pair.value) ? pair.value : pair.key, whole: true };
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(part)];
  return isNode(item) ? { key: item, node: item, whole: true } : undefined;
}
