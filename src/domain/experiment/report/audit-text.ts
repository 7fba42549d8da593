import type { Lang } from "../../../core/i18n.js";
import type { Audit, Seal } from "../audit/audit.js";
import type { Tampering } from "../audit/tampering.js";
import { text } from "./texts.js";

type Mismatch = Audit["mismatches"][number];

/** What a check of a run found, a sentence each: where, what was due and what is there. Empty when all is well. */
export function auditLines({ intact, altered, mismatches }: Seal, lang: Lang): readonly string[] {
  return [
    ...(intact ? [] : [text(lang, "REGISTRATION_ALTERED")]),
    ...altered.map((one) => alterationText(one, lang)),
    ...mismatches.map((one) => mismatchText(one, lang)),
  ];
}

const alterationText = ({ part, field, expected, found }: Tampering, lang: Lang): string =>
  text(lang, "audit.altered", { part: text(lang, `audit.part.${part}`), field, expected, found });

const mismatchText = (
  { problem, block, group, expected = "-", found = "-" }: Mismatch,
  lang: Lang,
): string => text(lang, `audit.${problem}`, { n: block + 1, group, expected, found });
