import { isDeepStrictEqual } from "node:util";
import type { Lang } from "../../core/i18n.js";
import type { Deps } from "../../engine/feature.js";
import type { Canary } from "../../engine/playbooks.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import { runningOf } from "../experiment/running.js";
import { countInProgress } from "../script/in-progress.js";
import { compare } from "./compare.js";
import type { InProgress } from "./history.js";
import { text } from "./texts.js";

/** More than this fits into no message, and nobody reads it. */
const MOST_LINES = 30;

export type Choosing = {
  readonly client: string;
  /** What the groups that it is about have now, and what they will have. */
  readonly before: PlaybookVersion;
  readonly now: PlaybookVersion;
  readonly group?: { readonly id: string; readonly title: string } | undefined;
  readonly scripts: InProgress;
  readonly lang: Lang;
};

/** What changes when a version is taken, in which groups, and what becomes of scripts in progress. */
export async function previewLines(deps: Deps, choosing: Choosing): Promise<readonly string[]> {
  const { client, before, now, group, scripts, lang } = choosing;
  const { store } = deps;
  const except = now.hash;
  const n = await countInProgress(store, { client, group: group?.id, except });
  return [
    ...(await changedLines(deps, choosing)),
    ...(group ? [text(lang, "preview.trial", { group: group.title })] : []),
    ...(group ? wholeOnly(before, now, lang) : []),
    ...(await experimentLines(deps, choosing)),
    n === 0
      ? text(lang, "preview.no-scripts")
      : scripts === "stop"
        ? text(lang, "preview.stop", { n })
        : text(lang, "preview.finish", { n }),
  ];
}

/** In what a version differs from another, a line each, the first of them. */
export async function changedLines(
  { store }: Pick<Deps, "store">,
  { before, now, lang }: Pick<Choosing, "before" | "now" | "lang">,
): Promise<readonly string[]> {
  const { lines, groups } = await compare(store, before, now, lang);
  const more = lines.length - MOST_LINES;
  return [
    text(lang, "changed", { n: lines.length, groups }),
    ...lines.slice(0, MOST_LINES).map((line) => `· ${line}`),
    ...(more > 0 ? [text(lang, "changed.more", { n: more })] : []),
  ];
}

/** Of these the version of all groups is asked, never a group's own. */
const WHOLE = ["operators", "orders", "entry", "governor", "experiments", "heuristics"] as const;

/** What a trial in one group leaves as it is. */
function wholeOnly(before: PlaybookVersion, now: PlaybookVersion, lang: Lang): readonly string[] {
  const [was, is] = [before.playbook, now.playbook];
  const changed: string[] = WHOLE.filter((key) => !isDeepStrictEqual(was[key], is[key]));
  if (!isDeepStrictEqual(was.groups.chats, is.groups.chats)) changed.push("groups.chats");
  return changed.length === 0 ? [] : [text(lang, "preview.whole", { keys: changed.join(", ") })];
}

async function experimentLines(
  { store }: Deps,
  { client, group, lang }: Choosing,
): Promise<readonly string[]> {
  const ids = (await runningOf(store, client)).map(({ value }) => value.running.experiment);
  if (ids.length === 0) return [];
  const said = { ids: ids.join(", ") };
  return [text(lang, group ? "preview.experiments-trial" : "preview.experiments", said)];
}

/** What a group tries out, and since when. */
export async function trialLine(
  { store }: Pick<Deps, "store">,
  client: string,
  { canary, lang }: { readonly canary: Canary; readonly lang: Lang },
): Promise<string> {
  const group = (await store.get(client, "group", canary.group))?.value.title ?? canary.group;
  return text(lang, "trial", { group, version: canary.version.hash.slice(0, 8) });
}
