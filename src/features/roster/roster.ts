import type { Event, Instant, Person } from "../../core/event.js";
import { pick } from "../../core/hash.js";
import type { GroupRecord } from "../../domain/group/record.js";
import { STALE_MS, seatOwner } from "../../domain/group/seats.js";
import { compare } from "../../domain/roster/compare.js";
import { chatKey } from "../../engine/context.js";
import { putSeat } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import type { Platform } from "../../platform/port.js";
import type { Change } from "../../store/port.js";
import type { RosterRecord } from "./records.js";

const MINUTE_MS = 60_000;
const LEAST_MS = 10 * MINUTE_MS;
const SPREAD_MS = 20 * MINUTE_MS;
/** A doubted list is looked at again sooner, and so is one on which names are missing. */
const SOON_MS = 3 * MINUTE_MS;
const SOON_TIMES = 3;
/** The other work that is due waits so long for an answer; the comparison goes on. */
const PATIENCE_MS = 2_000;
/** Records written in one commit. */
const PAGE = 100;

/** The account that can list a group's members. */
const listerOf = ({ platforms }: Pick<Deps, "platforms">, { account }: GroupRecord) =>
  platforms.find(
    (one) => one.account === account && one.members && one.capabilities.has("member_list"),
  );

const next = (key: string, value: RosterRecord, due: Instant): Change => ({
  ...{ op: "put", kind: "roster", key, value, due },
});

/** Some time between 10 and 30 minutes, another for each group and time. */
const pause = (key: string, now: Instant): number => LEAST_MS + pick(`${key}:${now}`, SPREAD_MS);

/** Begins to compare groups of a client whose members can be listed: one soon, many at times of their own. */
export async function planRosters(deps: Deps, client: string): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const known = new Set((await store.list(client, "roster")).map(({ key }) => key));
  const begun = (await store.list(client, "group")).filter(
    ({ key, value }) => !known.has(key) && !value.unbound && listerOf(deps, value),
  );
  const within = Math.min(LEAST_MS, begun.length * MINUTE_MS);
  const changes = begun.map(({ key }) => next(key, {}, now + pick(`${key}:${now}`, within)));
  if (changes.length > 0) await store.commit({ client, changes, outbox: [], facts: [] });
}

/** Compares a group's list of members with what is known of it, and plans the next time. */
export async function compareRoster(deps: Deps, due: Due<"roster">): Promise<void> {
  const { client, key, value } = due;
  const { store, clock } = deps;
  const now = clock.now();
  const group = (await store.get(client, "group", key))?.value;
  const lister = group && !group.unbound ? listerOf(deps, group) : undefined;
  if (!group || !lister) {
    const changes = [{ op: "remove", kind: "roster", key } as const];
    await store.commit({ client, changes, outbox: [], facts: [] });
    return;
  }
  const able = !group.gone && lister.health().ok;
  const wait = able
    ? await deps.governorOf(group.account)?.lookUp({ kind: "read", client, chat: group.chat })
    : undefined;
  // Whatever becomes of this comparison, there is a next one.
  const at = wait ?? now + pause(key, now);
  await store.commit({ client, changes: [next(key, value, at)], outbox: [], facts: [] });
  if (!able || wait !== undefined) return;
  const done = compareNow(deps, { client, key, group, value, lister });
  await Promise.race([done, patience()]);
}

/** For which no process that has nothing else to do stays alive. */
const patience = () =>
  new Promise<void>((resolve) => void setTimeout(resolve, PATIENCE_MS).unref());

type Of = {
  readonly client: string;
  readonly key: string;
  readonly group: GroupRecord;
  readonly value: RosterRecord;
  readonly lister: Platform;
};

/** A list that doesn't come is none: nothing is known, and nothing changes. */
async function compareNow(deps: Deps, of: Of): Promise<void> {
  const { client, key, group, value, lister } = of;
  const { store, clock } = deps;
  const place = { platform: group.platform, chat: group.chat, direct: false };
  const { at, within } = lister.time?.() ?? { at: clock.now(), within: 0 };
  const listed = await lister.members?.(place).catch(() => undefined);
  const { doubts = 0, nameless = 0, unlisted = 0 } = value;
  if (!listed) {
    const soon = unlisted < SOON_TIMES ? SOON_MS : undefined;
    await plan(deps, of, { ...value, unlisted: unlisted + 1 }, soon);
    return;
  }
  const people = listed.filter(({ user }) => user !== lister.self.id);
  // Only a list that was doubted is held against a count: where that is the same question again, it is asked once.
  const again = { kind: "look", client, chat: group.chat } as const;
  const mayCount = doubts > 0 && !(await deps.governorOf(group.account)?.lookUp(again));
  const count = mayCount ? await lister.count(place).catch(() => undefined) : undefined;
  const prefix = chatKey(group.platform, "");
  const seats = await store.list(client, "seat", seatOwner(key, "in"));
  const outcome = compare({
    listed: people,
    known: seats.map(({ value: seat }) => seat.member.slice(prefix.length)),
    before: value.chat === group.chat,
    ...{ doubts, nameless, count: count === undefined ? undefined : count - 1 },
  });
  const asOf = at - within;
  const head = (what: string) => ({
    ...{ id: `roster:${group.chat}:${what}:${at}`, platform: lister.id, account: lister.account },
    place,
  });
  const counted = {
    ...{ ...head("count"), at, within },
    ...({ kind: "counted", count: people.length + 1 } as const),
  };
  if (outcome.kind === "doubt") {
    const soon = doubts < SOON_TIMES ? SOON_MS : undefined;
    await plan(deps, of, { ...value, doubts: doubts + 1, unlisted: undefined }, soon);
    return;
  }
  if (outcome.kind === "adopt") {
    await adopt(deps, of, outcome, asOf);
    await deps.receive([counted]);
    await plan(deps, of, { chat: group.chat });
    return;
  }
  const { came, went, greeted, waits } = outcome;
  const told = (user: string) => ({ ...head(user), at: asOf - STALE_MS, inferred: true }) as const;
  const events: readonly Event[] = [
    ...went.map((user) => ({
      ...told(user),
      ...({ kind: "left", person: { user, name: "" } } as const),
    })),
    ...came.map((person, n) => ({
      ...told(person.user),
      ...({ kind: "joined", person } as const),
      ...(n < greeted ? {} : ({ quiet: true } as const)),
    })),
  ];
  await deps.receive([...events, ...(events.length > 0 ? [counted] : [])]);
  const then = { chat: group.chat, ...(waits ? { nameless: nameless + 1 } : {}) };
  await plan(deps, of, then, waits ? SOON_MS : undefined);
}

async function plan(deps: Deps, { client, key }: Of, value: RosterRecord, soon?: number) {
  const { store, clock } = deps;
  const now = clock.now();
  const changes = [next(key, value, now + (soon ?? pause(key, now)))];
  await store.commit({ client, changes, outbox: [], facts: [] });
}

/** Who is in a chat at the beginning was there before: they have seats, and nothing has happened. */
async function adopt(
  { store, clock }: Deps,
  { client, key, group }: Of,
  { inside, outside }: { readonly inside: readonly Person[]; readonly outside: readonly string[] },
  at: Instant,
): Promise<void> {
  const since = clock.now();
  const status = new Map<string, "in" | "left">([
    ...inside.map(({ user }) => [user, "in"] as const),
    ...outside.map((user) => [user, "left"] as const),
  ]);
  const names = new Map(inside.map(({ user, name }) => [user, name]));
  const users = [...status.keys()];
  for (let from = 0; from < users.length; from += PAGE) {
    const page = users.slice(from, from + PAGE);
    const members = page.map((user) => chatKey(group.platform, user));
    const known = await store.find(client, "member", members);
    const seats = await store.find(
      client,
      "seat",
      members.map((member) => `${key}/${member}`),
    );
    const changes = page.flatMap((user): Change[] => {
      const member = chatKey(group.platform, user);
      const seat = seats.get(`${key}/${member}`);
      const value = {
        ...{ ...seat?.value, group: key, member, status: status.get(user) ?? "in", since },
        ...{ moved: at - STALE_MS, arrived: true, listed: at },
      };
      const put = putSeat(key, member, { value, rev: seat?.rev ?? 0 });
      return known.has(member) || !names.has(user)
        ? [put]
        : [put, newMember(group, user, names.get(user) ?? "", key)];
    });
    // Whoever said something meanwhile is known: the next comparison finds the rest.
    await store.commit({ client, changes, outbox: [], facts: [] });
  }
}

const newMember = (group: GroupRecord, user: string, name: string, home: string): Change => ({
  ...{ op: "put", kind: "member", key: chatKey(group.platform, user), rev: 0 },
  value: {
    ...{ platform: group.platform, user, name, home, tags: [], saved: {}, cooldowns: {} },
    ...{ unasked: [], scripts: {} },
  },
});
