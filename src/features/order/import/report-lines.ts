import type { Lang } from "../../../core/i18n.js";
import { text } from "../texts.js";
import type { ImportReport, Rejection } from "./import.js";
import { NO_SOURCE } from "./source.js";
import type { Twins } from "./twins.js";

/** Why a row was refused, and what to do. */
export const rejectionText = ({ reason, first = 0 }: Rejection, lang: Lang): string =>
  text(lang, `import.row.${reason}`, { first });

/** What an import came to, in words: its rows, and orders that may count twice. */
export function importLines(
  report: ImportReport & { readonly twins: Twins; readonly hold: boolean },
  lang: Lang,
): string[] {
  const { rows, items, fresh, changed, same, rejected, twins, hold } = report;
  return [
    text(lang, "import.summary", { rows, fresh, changed, same, rejected, items }),
    ...[...twins].map(([other, count]) =>
      hold
        ? text(lang, "import.held", { count, other, none: NO_SOURCE })
        : text(lang, "import.twice", { count, other }),
    ),
  ];
}
