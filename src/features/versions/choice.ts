import { UserError } from "../../core/errors.js";
import { bindingKey } from "../../engine/context.js";
import type { Deps } from "../../engine/feature.js";
import { type GroupLine, groupOperations } from "../group/operations.js";
import type { InProgress } from "./history.js";

/** What was typed behind `/playbook use` and `/playbook rollback`. */
export type Typed = {
  readonly scripts: InProgress;
  /** What the preview named; only what is shown is done. */
  readonly own?: string;
  /** Everything else. */
  readonly rest: readonly string[];
};

const SCRIPTS: ReadonlyMap<string, InProgress> = new Map([
  ["finish", "finish"],
  ["stop", "stop"],
  ["走完", "finish"],
  ["停下", "stop"],
]);

export function typedIn(words: readonly string[]): Typed {
  const scripts = words.flatMap((word) => SCRIPTS.get(word.toLowerCase()) ?? []).at(-1) ?? "finish";
  const own = words.find((word) => /^=[0-9a-f]{16}$/.test(word))?.slice(1);
  const isKnown = (word: string) => SCRIPTS.has(word.toLowerCase()) || word === `=${own}`;
  return {
    scripts,
    ...(own !== undefined && { own }),
    rest: words.filter((word) => !isKnown(word)),
  };
}

/** As it is typed, and as `typedIn` reads it. */
export const typedAs = (scripts: InProgress, own: string, rest: string): string =>
  [rest, scripts, `=${own}`].filter((word) => word !== "").join(" ");

/**
 * The group that a word names: by its id, its title, or as the playbook calls its chat.
 * @throws UserError COMMAND_GROUP_UNKNOWN, COMMAND_GROUP_GONE
 */
export async function groupNamed(deps: Deps, client: string, word: string): Promise<GroupLine> {
  const all = await groupOperations(deps).groups(client);
  const chats = deps.playbooks.current(client)?.playbook.groups.chats ?? {};
  const named = Object.hasOwn(chats, word) ? chats[word] : undefined;
  const keys = deps.platforms
    .filter(({ id }) => id === named?.platform)
    .map(({ account }) => bindingKey(account, named?.chat ?? ""));
  const known = [...keys, ...(named ? [bindingKey(named.platform, named.chat)] : []), word];
  const found = all.find(({ id, title }) => known.includes(id) || title === word);
  if (!found) throw new UserError("COMMAND_GROUP_UNKNOWN", { group: word });
  if (found.gone) throw new UserError("COMMAND_GROUP_GONE", { groups: found.title });
  return found;
}

/** What all groups of a client have in common: a trial in one of them would put their days and sums apart. */
const COMMON = ["timezone", "currency"] as const;

/** @throws UserError VERSION_TRIAL_WHOLE where one group alone can't have a version */
export function checkTrial(
  before: Readonly<Record<(typeof COMMON)[number], string>>,
  now: typeof before,
): void {
  const keys = COMMON.filter((key) => before[key] !== now[key]);
  if (keys.length > 0) throw new UserError("VERSION_TRIAL_WHOLE", { keys: keys.join(", ") });
}
