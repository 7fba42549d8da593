import { readFileSync } from "node:fs";
import { type Document, isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
// With the sections that features add.
import "../../src/app/features.js";
import type { Page } from "./page.js";

const read = (path: string) => parseDocument(readFileSync(`tests/fixtures/${path}`, "utf8"));
const PLAYBOOK = "playbooks/tea-town/playbook.yaml";
/** Who speaks, and who does in an experiment: both have a page's new lines. */
const PERSONAS = ["personas/village-girl.yaml", "personas/office-lady.yaml"];

export const isWhole = (text: string) => /^(client|id): /m.test(text);

/** Puts a fragment's keys into a map; what both have as maps is joined, and quotes stay as written. */
function merge(into: YAMLMap, fragment: YAMLMap): void {
  for (const { key, value } of fragment.items) {
    const old = into.get(isScalar(key) ? key.value : key, true);
    if (isMap(old) && isMap(value) && !old.flow) merge(old, value);
    else into.set(key, value);
  }
}

function mapOf(document: Document.Parsed, what: string): YAMLMap {
  if (document.errors.length > 0 || !isMap(document.contents)) {
    throw new Error(`${what}: ${document.errors.join("\n") || "no map"}`);
  }
  return document.contents;
}

/** The tea brand's files with fragments of a page in them; a fragment of `lines` goes to its personas. */
export function teaTownWith(fragments: readonly string[]) {
  const playbook = read(PLAYBOOK);
  const personas = PERSONAS.map(read);
  for (const fragment of fragments) {
    const parsed = () => mapOf(parseDocument(fragment), fragment);
    const targets = parsed().has("lines") ? personas : [playbook];
    for (const target of targets) merge(mapOf(target, PLAYBOOK), parsed());
  }
  return [
    { path: PLAYBOOK, text: String(playbook) },
    ...personas.map((persona, index) => ({ path: PERSONAS[index] ?? "", text: String(persona) })),
  ];
}

/** The fragments of a page that hold together with all its others: not the whole files, not the mistakes. */
export const fragmentsOf = (page: Page, wanted = (text: string) => text !== ""): string[] =>
  page.blocks
    .filter(({ info, text }) => info === "yaml" && !isWhole(text) && wanted(text))
    .map(({ text }) => text);

/** A page's new lines. */
export const linesOf = (page: Page) => fragmentsOf(page, (text) => /^lines:/m.test(text));
