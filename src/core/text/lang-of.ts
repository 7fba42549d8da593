import type { Lang } from "../i18n.js";

/** The language in which somebody writes; undefined where that can't be told: TD. */
export function langOf(text: string): Lang | undefined {
  if (/\p{Script=Han}/u.test(text)) return "zh-CN";
  return /[a-z]{3}/iu.test(text) ? "en" : undefined;
}
