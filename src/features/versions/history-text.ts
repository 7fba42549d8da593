import type { Instant } from "../../core/event.js";
import type { Lang } from "../../core/i18n.js";
import type { Deps } from "../../engine/feature.js";
import type { HistoryLine } from "./history.js";
import { isForAll } from "./history.js";
import { text } from "./texts.js";

type Telling = {
  readonly client: string;
  readonly lang: Lang;
  readonly when: (at: Instant) => string;
};

/** As many as fit into a message. */
const MOST_LINES = 20;

/** The history of a client's versions in lines, the latest first, the latest of them only. */
export async function historyLines(
  { store, playbooks }: Pick<Deps, "store" | "playbooks">,
  history: readonly HistoryLine[],
  { client, lang, when }: Telling,
): Promise<readonly string[]> {
  const inUse = history.findLast(isForAll);
  const groups = new Map(
    (await store.list(client, "group")).map(({ key, value }) => [key, value.title]),
  );
  const canary = playbooks.canary(client);
  const line = (one: HistoryLine): string => {
    const at = when(one.at);
    if ("arm" in one) {
      const { experiment: id, arm, by } = one;
      const who = by === "" ? text(lang, "history.by-itself") : by;
      return text(lang, arm === "" ? "history.taken-back" : "history.adopted", {
        at,
        id,
        arm,
        who,
      });
    }
    const { n, why, hash, by, scripts, group = "" } = one;
    const what = text(lang, `why.${why}`, { group: groups.get(group) ?? group });
    const who = by === "" ? text(lang, "history.by-itself") : by;
    const said = text(lang, "history.line", { n, at, what, version: hash.slice(0, 8), who });
    const isTried = why === "try" && canary?.version.hash === hash && canary.group === group;
    const marks = [
      ...(scripts === "stop" ? [text(lang, "history.stopped")] : []),
      ...(one === inUse ? [text(lang, "history.in-use")] : []),
      ...(isTried ? [text(lang, "history.tried")] : []),
    ];
    return [said, ...marks].join(" ");
  };
  return history.slice(-MOST_LINES).reverse().map(line);
}
