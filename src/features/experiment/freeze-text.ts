import type { Lang } from "../../core/i18n.js";
import { listText } from "../../domain/experiment/report/texts.js";
import type { Frozen } from "./freeze.js";
import { text } from "./texts.js";

/** Why a version of a playbook can't be taken into use, and what to do. */
export function frozenText({ client, experiment: id, arm, paths }: Frozen, lang: Lang): string {
  if (arm !== undefined)
    return text(lang, "frozen.adopted", { client, id, arm, paths: listText(paths, lang) });
  return paths.length === 0
    ? text(lang, "frozen.section", { client, id })
    : text(lang, "frozen.paths", { client, id, paths: listText(paths, lang) });
}
