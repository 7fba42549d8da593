import { crossedBy } from "../../domain/governor/crossed.js";
import { type AccountLimits, limitsOf, type Most } from "../../domain/governor/limits.js";
import type { Schedule } from "../../domain/schedule/schema.js";
import { weekdays } from "../../domain/schedule/schema.js";
import type { Problem } from "../../playbook/findings/finding.js";
import type { Path, Source } from "../../playbook/read/read.js";
import type { Playbook } from "../../playbook/schema.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So long a post waits for room, and is dropped then. */
const POST_LIVES_HOURS = 2;

const mostIn = (limits: readonly Most[] = [], withinMs: number): number =>
  limits.find((one) => one.withinMs === withinMs)?.most ?? Number.POSITIVE_INFINITY;

/** The chats of each account that is governed, by its name. */
function governedChats({ groups }: Playbook) {
  const accounts = new Map<string, { limits: AccountLimits; pools: string[] }>();
  for (const { platform, account, pool } of Object.values(groups.chats)) {
    const limits = limitsOf(platform);
    if (!limits) continue;
    const name = account === undefined ? platform : `${platform}:${account}`;
    const known = accounts.get(name) ?? { limits, pools: [] };
    known.pools.push(pool);
    accounts.set(name, known);
  }
  return accounts;
}

/** Limits that contradict each other or are wider than the accounts', and posts that find no room. */
export function governorProblems(source: Source, playbook: Playbook): Problem[] {
  const accounts = governedChats(playbook);
  return [
    ...crossed(source, playbook),
    ...[...accounts].slice(0, 1).flatMap(([, { limits }]) => wider(source, playbook, limits)),
    ...[...accounts].flatMap(([account, of]) => crowded(source, playbook, { account, ...of })),
  ];
}

const crossed = (source: Source, { governor }: Playbook): Problem[] =>
  (governor ? crossedBy(governor, governor) : []).map(({ what, per, ...params }) => ({
    code: "PLAYBOOK_GOVERNOR_CROSSED",
    at: source.locate(["governor", what, per], "value"),
    params: { ...params, field: `${what}.${per}` },
  }));

function wider(source: Source, { governor }: Playbook, limits: AccountLimits): Problem[] {
  if (!governor) return [];
  const accounts = { acts: limits.acts, images: limits.kinds.image, unasked: limits.unasked };
  const of: [Path, number | undefined, number][] = (["acts", "images", "unasked"] as const).flatMap(
    (field) =>
      (["hour", "day"] as const).map((per): [Path, number | undefined, number] => [
        ["governor", field, per],
        governor[field][per],
        mostIn(accounts[field], per === "hour" ? HOUR_MS : DAY_MS),
      ]),
  );
  const same = governor.same_text;
  if (same?.per === "hour" && limits.sameText?.withinMs === HOUR_MS)
    of.push([["governor", "same_text", "groups"], same.groups, limits.sameText.most]);
  return of.flatMap(([path, value = 0, limit]): Problem[] => {
    if (value <= limit) return [];
    const params = { field: path.slice(1).join("."), value, limit };
    return [{ code: "PLAYBOOK_GOVERNOR_WIDE", at: source.locate(path, "value"), params }];
  });
}

type Account = {
  readonly account: string;
  readonly limits: AccountLimits;
  readonly pools: readonly string[];
};

/** Posts that an account can't say in all its groups: in the time that each lives, or in a day. */
function crowded(
  source: Source,
  { schedule }: Playbook,
  { account, limits, pools }: Account,
): Problem[] {
  const perDay = mostIn(limits.unasked, DAY_MS);
  const atOnce = Math.min(perDay, POST_LIVES_HOURS * mostIn(limits.unasked, HOUR_MS));
  const groupsOf = ({ pool }: Schedule) => pools.filter((one) => one === pool).length;
  const problems: Problem[] = [];
  const said = new Map<string, number>();
  for (const [id, rule] of Object.entries(schedule)) {
    const n = groupsOf(rule);
    const days = rule.days ?? weekdays;
    for (const day of days) said.set(day, (said.get(day) ?? 0) + n);
    const most = Math.max(...days.map((day) => said.get(day) ?? 0));
    const at = source.locate(["schedule", id], "key");
    if (n > atOnce)
      problems.push({
        ...{ code: "PLAYBOOK_GOVERNOR_POST", at },
        params: { id, n, account, limit: atOnce },
      });
    else if (most > perDay && most - n <= perDay)
      problems.push({
        ...{ code: "PLAYBOOK_GOVERNOR_POSTS", at },
        params: { n: most, account, limit: perDay },
      });
  }
  return problems;
}
