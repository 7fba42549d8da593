import type { Instant } from "../../core/event.js";
import { peopleIn } from "../../domain/group/headcount.js";
import type { GroupRecord } from "../../domain/group/record.js";
import type { Deps } from "../../engine/feature.js";
import type { Stored } from "../../store/port.js";
import { rosterOperations } from "../roster/operations.js";

/** What may keep a group from working, the gravest first; the last three are worth a look, and no more. */
export const TROUBLES = [
  "gone",
  "account-away",
  "lost",
  "no-admin",
  "paused",
  "never-heard",
  "strangers",
] as const;
export type GroupTrouble = (typeof TROUBLES)[number];

/** How a group does. */
export type GroupCheck = {
  readonly id: string;
  readonly title: string;
  readonly account: string;
  /** People in it whom the bot knows, and how many there are, where that is known. */
  readonly known: number;
  readonly people?: number;
  /** When somebody was last seen to speak for the first time on a day, or to come or go. */
  readonly heard?: Instant;
  readonly troubles: readonly GroupTrouble[];
};

/** Below this share the bot knows too few of a group for what it does to members. */
const KNOWN_SHARE = 0.5;
/** That many may still be on their way to be known. */
const FEW = 5;

/** Troubles without which a group works; the others keep it from working. */
export const isMild = (trouble: GroupTrouble): boolean =>
  trouble === "paused" || trouble === "never-heard" || trouble === "strangers";

/** How each of a client's groups does, in the order of the pools. */
export function groupChecks(deps: Deps) {
  const { store } = deps;
  return async (
    client: string,
    { from, most }: { readonly from: number; readonly most: number },
  ): Promise<{ readonly all: number; readonly checks: readonly GroupCheck[] }> => {
    const bound = (await store.list(client, "group")).filter(({ value }) => !value.unbound);
    const sorted = bound.sort(
      (a, b) => a.value.pool.localeCompare(b.value.pool) || a.value.n - b.value.n,
    );
    const shown = sorted.slice(from, from + most);
    const lost = new Set((await rosterOperations(deps).lost(client)).map(({ id }) => id));
    const checks: GroupCheck[] = [];
    for (const group of shown) checks.push(await checkOf(deps, client, group, lost));
    return { all: sorted.length, checks };
  };
}

async function checkOf(
  deps: Deps,
  client: string,
  { key: id, value: group }: Stored<"group">,
  lost: ReadonlySet<string>,
): Promise<GroupCheck> {
  const seats = await deps.store.list(client, "seat", `in:${id}`);
  const people = group.headcount && peopleIn(group.headcount);
  const moments = seats.flatMap(({ value: { spoke, moved } }) => [spoke ?? 0, moved ?? 0]);
  const heard = Math.max(0, ...moments);
  // The bot itself is one of them.
  const strangers = people === undefined ? 0 : people - 1 - seats.length;
  const found: readonly (readonly [GroupTrouble, boolean])[] = [
    ["gone", group.gone ?? false],
    ["account-away", isAway(deps, group)],
    ["lost", lost.has(id)],
    ["no-admin", group.admin === false],
    ["paused", group.paused ?? false],
    ["never-heard", heard === 0],
    ["strangers", strangers > FEW && seats.length < KNOWN_SHARE * (people ?? 0)],
  ];
  return {
    ...{ id, title: group.title, account: group.account, known: seats.length },
    ...(people === undefined ? {} : { people }),
    ...(heard > 0 ? { heard } : {}),
    troubles: found.flatMap(([trouble, there]) => (there ? [trouble] : [])),
  };
}

/** Nobody works for its account, or whoever does hears nothing. Another process's account is asked about there. */
function isAway({ platforms, elsewhere }: Deps, { account }: GroupRecord): boolean {
  const own = platforms.find((one) => one.account === account);
  const other = elsewhere?.(account);
  if (other !== undefined) return other === "";
  return own === undefined || !own.health().ok;
}
