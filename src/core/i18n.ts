import { readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { parse } from "yaml";

export const langs = ["zh-CN", "en"] as const;
/** The languages that the product speaks to operators and on the command line. */
export type Lang = (typeof langs)[number];
export type Params = Readonly<Record<string, string | number>>;

/** The texts of one folder, by key. */
export type Texts = {
  /** The text in a language, its slots filled; "?" where one is not given. @throws Error for an unknown key: a bug. */
  (lang: Lang, key: string, params?: Params): string;
  readonly has: (key: string) => boolean;
  /** The names of a text's slots. */
  readonly slots: (lang: Lang, key: string) => readonly string[];
};

/** The type of a message's plain text in the tree that it is parsed into. */
const LITERAL = 0;

type Messages = Readonly<Record<string, string>>;

/** A sentence with a hole in it is worth more at midnight than none. */
const UNKNOWN_AS_MARK: ProxyHandler<Params> = {
  has: () => true,
  get: (params, name) => (Object.hasOwn(params, name) ? params[String(name)] : "?"),
};

/**
 * The sentence for a code, from the first texts that have one.
 * @returns undefined when none has
 */
export function sentenceOf(
  sources: readonly Texts[],
  lang: Lang,
  { code, params }: { readonly code: string; readonly params: Params },
): string | undefined {
  return sources.find(({ has }) => has(code))?.(lang, code, params);
}

/**
 * The texts that stand beside a module in `texts.zh-CN.yaml` and `texts.en.yaml`: one map of keys to ICU
 * messages each (https://unicode-org.github.io/icu/userguide/format_parse/messages/), such as
 * `{n, plural, one{# group} other{# groups}}`. They are read when the first one is asked for.
 * @param module the asking module's `import.meta.url`
 */
export function textsBeside(module: string): Texts {
  const files = new Map<Lang, Messages>();
  const formats = new Map<string, IntlMessageFormat>();
  const messages = (lang: Lang): Messages => {
    const known = files.get(lang);
    if (known) return known;
    const read: Messages = parse(readFileSync(new URL(`texts.${lang}.yaml`, module), "utf8")) ?? {};
    files.set(lang, read);
    return read;
  };
  const format = (lang: Lang, key: string): IntlMessageFormat => {
    const name = `${lang} ${key}`;
    const known = formats.get(name);
    if (known) return known;
    const message = Object.hasOwn(messages(lang), key) ? messages(lang)[key] : undefined;
    if (message === undefined) throw new Error(`no text ${key} in ${lang} beside ${module}`);
    const made = new IntlMessageFormat(message, lang, undefined, { ignoreTag: true });
    formats.set(name, made);
    return made;
  };
  const text = (lang: Lang, key: string, params: Params = {}): string =>
    String(format(lang, key).format(new Proxy(params, UNKNOWN_AS_MARK)));
  return Object.assign(text, {
    has: (key: string) => Object.hasOwn(messages("en"), key),
    slots: (lang: Lang, key: string) => [...new Set(slotsIn(format(lang, key).getAst()))],
  });
}

type Ast = ReturnType<IntlMessageFormat["getAst"]>;

/** Plurals and selects hold messages of their own. */
const slotsIn = (ast: Ast): string[] =>
  ast.flatMap((element) => [
    ...("options" in element
      ? Object.values(element.options).flatMap(({ value }) => slotsIn(value))
      : []),
    ...("value" in element && element.type !== LITERAL ? [element.value] : []),
  ]);
