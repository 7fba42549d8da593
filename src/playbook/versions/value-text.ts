import type { Lang } from "../../core/i18n.js";
import { shownControls } from "../../core/outside-text.js";
import { isKeyName, keyName } from "./key-name.js";
import { text } from "./texts.js";

/** More of one value says nothing more about what was changed. */
const MOST = 60;

/** A text of one line, cut where it is long. */
export function shortText(value: string): string {
  const line = [...shownControls(value).replace(/\s+/g, " ").trim()];
  return line.length > MOST ? `${line.slice(0, MOST - 1).join("")}…` : line.join("");
}

/** What stands at a place of a playbook, in a line for people. */
export const valueText = (value: unknown, lang: Lang): string =>
  value === undefined ? text(lang, "value.nothing") : shortText(inWords(value, lang));

function inWords(value: unknown, lang: Lang): string {
  if (typeof value === "boolean") return value ? text(lang, "value.yes") : text(lang, "value.no");
  if (Array.isArray(value))
    return value.map((item) => inWords(item, lang)).join(text(lang, "value.and"));
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, item]) => `${isKeyName(key) ? keyName(key, lang) : key} ${inWords(item, lang)}`)
    .join(text(lang, "value.then"));
}
