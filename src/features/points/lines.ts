import type { Lang } from "../../core/i18n.js";
import type { PointsEntry } from "./records.js";
import { text } from "./texts.js";

/** An entry of the ledger as people read it. */
export function entryLine(
  { at, by, why, of = "", code }: PointsEntry,
  { locale, zone }: { readonly locale: Lang; readonly zone: string },
): string {
  const day = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: "short" }).format(at);
  const signed = by > 0 ? `+${by}` : String(by);
  const had = code === undefined ? of : text(locale, "with-code", { of, code });
  return text(locale, `entry.${why}`, { day, by: signed, of: had });
}
