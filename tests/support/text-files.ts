import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { parse } from "yaml";
import { type Lang, langs } from "../../src/core/i18n.js";

/** The texts of one folder as they stand in its files. */
export type TextFolder = {
  /** Below the root, "" for the root itself. */
  readonly path: string;
  readonly texts: Readonly<Record<Lang, Readonly<Record<string, string>>>>;
};

/** Every folder below `root` that has texts in some language. */
export function textFolders(root: string): readonly TextFolder[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const found = files.filter((file) => /(^|\/)texts\.[\w-]+\.yaml$/.test(file));
  const read = (folder: string, lang: Lang): Record<string, string> => {
    const file = join(folder, `texts.${lang}.yaml`);
    return found.includes(relative(".", file))
      ? (parse(readFileSync(join(root, file), "utf8")) ?? {})
      : {};
  };
  return [...new Set(found.map((file) => dirname(file)))].sort().map((path) => ({
    path,
    texts: Object.fromEntries(langs.map((lang) => [lang, read(path, lang)])) as TextFolder["texts"],
  }));
}

type Element = {
  readonly type: number;
  readonly value?: unknown;
  readonly children?: readonly Element[];
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>;
};

/** Literals and the `#` of a plural have no name. */
const NAMELESS: readonly number[] = [0, 7];

const named = (elements: readonly Element[]): string[] =>
  elements.flatMap((element) => [
    ...(NAMELESS.includes(element.type) ? [] : [String(element.value)]),
    ...named(element.children ?? []),
    ...Object.values(element.options ?? {}).flatMap(({ value }) => named(value)),
  ]);

/** The names of a message's slots, sorted, those inside plurals and selects included. @throws SyntaxError */
export function slotsOf(message: string, lang: Lang): readonly string[] {
  const ast = new IntlMessageFormat(message, lang, undefined, { ignoreTag: true }).getAst();
  return [...new Set(named(ast))].sort();
}
