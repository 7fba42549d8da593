import type { Give, GiveForm } from "./schema.js";

/** What a promo gives, with the name of its form: what looks at forms switches over that, exhaustively. */
export function formOf(give: Give): GiveForm {
  if ("tiers" in give) return { kind: "tiers", ...give };
  if ("every" in give) return { kind: "every", ...give };
  if ("off" in give) return { kind: "off", ...give };
  if ("percent" in give) return { kind: "percent", ...give };
  if ("gift" in give) return { kind: "gift", ...give };
  if ("points" in give) return { kind: "points", ...give };
  if ("shipping" in give) return { kind: "shipping", ...give };
  if ("price" in give) return { kind: "price", ...give };
  throw new Error(`no form: ${Object.keys(give satisfies never)}`);
}

/** What is thrown where a form or an effect has no case; that there is none is seen by the compiler. */
export const unhandled = (kind: never): Error => new Error(`nothing handles ${String(kind)}`);
