import { DateTime } from "luxon";
import { type IsoWeek, weekAfter } from "../../core/time/iso-week.js";
import { localDay } from "../../core/time/local-day.js";
import { dateAfter } from "../../domain/experiment/design/current.js";
import type { Promo } from "../../domain/promo/schema.js";
import type { Schedule } from "../../domain/schedule/schema.js";
import { nextSlot } from "../../domain/schedule/slots.js";
import type { Deps } from "../../engine/feature.js";
import type { Playbook } from "../../playbook/schema.js";
import { schedulesInPlay } from "../schedule/schedule-arms.js";
import type { Ahead } from "./report.js";

/** What is planned for the week after one, as the playbook in use and the experiments now say it. */
export async function aheadOf(
  deps: Pick<Deps, "store" | "playbooks">,
  client: string,
  playbook: Playbook,
  after: IsoWeek,
): Promise<Ahead> {
  const week = weekAfter(after, 1);
  const zone = playbook.timezone;
  const stored = new Map(
    (await deps.store.list(client, "schedule")).map(({ key, value }) => [key, value]),
  );
  const schedules = await schedulesInPlay(deps, client);
  return {
    week,
    posts: [...schedules].flatMap(([id, rules]) => {
      const paused = stored.get(id)?.paused ?? false;
      return postsOf(rules, week, zone).map(({ at, days }) => ({ id, at, days, paused }));
    }),
    experiments: await experimentsIn(deps, client, week),
    promos: Object.entries(playbook.promos).flatMap(([id, promo]) =>
      turnsOf(promo, week, zone).map((turn) => ({ id, title: promo.title, ...turn })),
    ),
  };
}

/** The days on which each of a post's times comes in a week. */
function postsOf(rules: readonly Schedule[], { from, to }: IsoWeek, zone: string) {
  const begins = DateTime.fromISO(from, { zone }).toMillis();
  const found = new Map<string, Set<string>>();
  for (const rule of rules) {
    for (let at = begins - 1; ; ) {
      const slot = nextSlot(rule, zone, at);
      if (slot === undefined || localDay(slot, zone) > to) break;
      const days = found.get(rule.at) ?? new Set();
      found.set(rule.at, days.add(localDay(slot, zone)));
      at = slot;
    }
  }
  return [...found].map(([at, days]) => ({ at, days: [...days].sort() }));
}

async function experimentsIn(
  { store }: Pick<Deps, "store">,
  client: string,
  week: IsoWeek,
): Promise<Ahead["experiments"]> {
  const within = (day: string) => day >= week.from && day <= week.to;
  return (await store.list(client, "experiment")).flatMap(({ value }) => {
    if (value.state !== "running") return [];
    const { experiment: id, start, horizonDays } = value.running;
    const end = dateAfter(start, horizonDays - 1);
    return [
      ...(within(start) ? [{ id, day: start, what: "begins" as const }] : []),
      ...(within(end) ? [{ id, day: end, what: "ends" as const }] : []),
    ];
  });
}

/** When a promo's window opens, and its last day, where either is in the week. */
function turnsOf({ window }: Promo, week: IsoWeek, zone: string) {
  const dayOf = (instant: string | undefined, earlier: number) =>
    instant === undefined ? undefined : localDay(Date.parse(instant) - earlier, zone);
  const turns = [
    { day: dayOf(window?.from, 0), what: "begins" as const },
    // Its end is the first moment at which it no longer holds.
    { day: dayOf(window?.to, 1), what: "ends" as const },
  ];
  return turns.flatMap(({ day, what }) =>
    day !== undefined && day >= week.from && day <= week.to ? [{ day, what }] : [],
  );
}
