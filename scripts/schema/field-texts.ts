import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Lang, langs } from "../../src/core/i18n.js";

/**
 * What the keys of the files mean, by their paths without ids and places in lists (`promos.give.tiers.off`);
 * a persona's begin with `persona/`.
 */
export type FieldTexts = Readonly<Record<Lang, Readonly<Record<string, string>>>>;

/** All texts that stand beside schemas below `root`, in `fields.zh-CN.yaml` and `fields.en.yaml`. */
export function fieldTexts(root: string): FieldTexts {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  const read = (lang: Lang) =>
    files
      .filter((file) => file.endsWith(`fields.${lang}.yaml`))
      .map((file): Record<string, string> => parse(readFileSync(join(root, file), "utf8")));
  return Object.fromEntries(
    langs.map((lang) => [lang, Object.assign({}, ...read(lang))]),
  ) as FieldTexts;
}
