/** Text that is HTML already. */
export type Html = { readonly html: string };

const SIGNS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as it stands in HTML and SVG, between tags and in quoted attributes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

/** Says that a text is HTML: made here, never by users. */
export const raw = (html: string): Html => ({ html });

type Value = string | number | Html | readonly Html[];

/** HTML of a template, in which every text is escaped. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Html =>
  raw(strings.map((part, n) => part + (n < values.length ? shown(values[n] ?? "") : "")).join(""));

function shown(value: Value): string {
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  return "html" in value ? value.html : value.map((each) => each.html).join("");
}
