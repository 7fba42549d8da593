import { cleanText } from "../../core/outside-text.js";
import { text } from "./texts.js";

/** A group in which something was not said; `why` is a row's outcome. */
export type Missed = { readonly group: string; readonly title: string; readonly why: string };

/** Of what a platform says, in characters. */
const WHY_SHOWN = 120;
/** In characters: with a sentence before it, it fits into one message. */
const MOST = 3_500;

/** A line for each group: its title, why, and what to click; so many that they fit into one message. */
export function whereAndWhy(locale: "zh-CN" | "en", missed: readonly Missed[]): readonly string[] {
  const lines = missed.map(({ title, why }) =>
    text(locale, "where.group", { group: title, why: reason(locale, why) }),
  );
  let length = 0;
  const shown = lines.filter((line) => {
    length += line.length + 1;
    return length <= MOST;
  });
  const left = new Set(missed.slice(shown.length).map(({ group }) => group)).size;
  return left === 0 ? lines : [...shown, text(locale, "where.more", { n: left })];
}

function reason(locale: "zh-CN" | "en", why: string): string {
  if (/TOPIC_CLOSED/.test(why)) return text(locale, "why.topic-closed");
  switch (why) {
    case "forbidden":
      return text(locale, "why.forbidden");
    case "gone":
    case "unbound":
      return text(locale, "why.gone");
    case "too_long":
      return text(locale, "why.too-long");
    case "unsupported":
      return text(locale, "why.unsupported");
    case "uncertain":
      return text(locale, "why.uncertain");
    case "expired":
      return text(locale, "why.expired");
    default:
      return text(locale, "why.said", { why: cleanText(why, WHY_SHOWN) });
  }
}
