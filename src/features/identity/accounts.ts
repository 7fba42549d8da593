import { accountsOf, type Edge, MOST_ACCOUNTS, parted } from "../../domain/person/edges.js";
import type { MemberRecord } from "../../engine/records.js";
import type { Change, Store, Stored } from "../../store/port.js";

/** The accounts of one person as they are stored; who stands alone has one. */
export type Accounts = {
  readonly edges: readonly Edge[];
  /** By the member's key. */
  readonly members: ReadonlyMap<string, Stored<"member">>;
  readonly persons: ReadonlyMap<string, Stored<"person">>;
};

/** All accounts of a member's person. */
export async function accountsWith(store: Store, client: string, key: string): Promise<Accounts> {
  const edges = (await store.get(client, "person", key))?.value.edges ?? [];
  const keys = accountsOf(edges, key);
  const [members, persons] = await Promise.all([
    store.find(client, "member", keys),
    store.find(client, "person", keys),
  ]);
  return { edges, members, persons };
}

export const keysOf = ({ members }: Accounts): readonly string[] => [...members.keys()].sort();

export const isTooMany = (one: Accounts, other: Accounts): boolean =>
  new Set([...keysOf(one), ...keysOf(other)]).size > MOST_ACCOUNTS;

/**
 * Joins two people's accounts. A wish to be left alone of any of them is one of all.
 * @returns also the members that have changed, which are the caller's to write
 */
export function joinAccounts(one: Accounts, other: Accounts, edge: Edge) {
  const members = new Map([...one.members, ...other.members]);
  const persons = new Map([...one.persons, ...other.persons]);
  const edges = [...one.edges, ...other.edges, edge];
  const changes = [...members.keys()].map((key) => putPerson(persons, key, edges));
  const out = [...members].find(([, { value }]) => value.optedOut)?.[0];
  const opted = out === undefined ? NOBODY : optOut(members, out);
  return { changes, members: opted };
}

/** Whom a wish of one account to be left alone makes opt out too. */
export function optOut(
  members: ReadonlyMap<string, Stored<"member">>,
  with_: string,
): ReadonlyMap<string, MemberRecord> {
  return new Map(
    [...members].flatMap(([key, { value }]): [string, MemberRecord][] =>
      value.optedOut || key === with_
        ? []
        : [[key, { ...value, optedOut: true, optedOutWith: with_ }]],
    ),
  );
}

/**
 * Makes one of a person's accounts a person of its own again. Who opted out only because an account did that is no
 * longer theirs, has not.
 */
export function partAccounts({ edges, members, persons }: Accounts, key: string) {
  const left = parted(edges, key);
  const changes = [...left].map(
    ([one, its]): Change =>
      its.length > 0 ? putPerson(persons, one, its) : { op: "remove", kind: "person", key: one },
  );
  const freed = [...members].flatMap(([one, { value }]): [string, MemberRecord][] => {
    const { optedOutWith: with_, optedOut: _, ...rest } = value;
    if (with_ === undefined || accountsOf(left.get(one) ?? [], one).includes(with_)) return [];
    return [[one, rest]];
  });
  return { changes, members: new Map(freed) };
}

export const putMember = (
  key: string,
  value: MemberRecord,
  known: ReadonlyMap<string, Stored<"member">>,
): Change => ({ op: "put", kind: "member", key, value, rev: known.get(key)?.rev ?? 0 });

const NOBODY: ReadonlyMap<string, MemberRecord> = new Map();

const putPerson = (
  known: ReadonlyMap<string, Stored<"person">>,
  key: string,
  edges: readonly Edge[],
): Change => ({
  ...{ op: "put", kind: "person", key, value: { edges }, rev: known.get(key)?.rev ?? 0 },
});
