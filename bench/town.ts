import { fileURLToPath } from "node:url";
import { openPlaybooks } from "../dist/app/open-playbooks.js";
import { createTally } from "../dist/domain/experiment/data/tally.js";
import { noEnv } from "../dist/playbook/read/env.js";
import type { Change, Store } from "../dist/store/port.js";

/** What the product sums up. */
export const TALLY = createTally(() => undefined);
export const CLIENT = "tea-town";
const SYSTEM = "@system";
const root = fileURLToPath(new URL("..", import.meta.url));

/** The playbooks and personas of this repository, as the product loads them. */
export const openTown = () =>
  openPlaybooks({
    playbooks: `${root}playbooks`,
    personas: `${root}personas`,
    lang: "en",
    env: noEnv,
  });

export const chatOf = (group: number): string => String(-1002000000000 - group);
export const userOf = (user: number): string => String(500_000_000 + user);
export const nameOf = (user: number): string => `小雨${user}`;

/** Binds groups to the client, each with its members in their seats, or with the first of them. */
export async function settle(
  store: Store,
  groups: number,
  members: number,
  written = members,
): Promise<void> {
  for (let n = 0; n < groups; n += 1) {
    const people = Array.from({ length: written }, (_, i) => inSeat(n, n * members + i)).flat();
    const changes = [groupRecord(n, members + 1), ...people];
    await store.commit({ client: SYSTEM, changes: [bindingOf(n)], outbox: [], facts: [] });
    await store.commit({ client: CLIENT, changes, outbox: [], facts: [] });
  }
}

const keyOf = (group: number): string => `telegram:${chatOf(group)}`;

/** Says that a chat is one of the client's groups. */
export function bindingOf(n: number): Change {
  const key = keyOf(n);
  return { op: "put", kind: "binding", key, value: { client: CLIENT, group: key } };
}

/** A group in which so many seats are taken. */
export function groupRecord(n: number, taken: number): Change {
  const value = {
    platform: "telegram",
    account: "telegram",
    chat: chatOf(n),
    pool: "welfare",
    n: n + 1,
    title: `茶野福利${n + 1}群`,
    taken,
    // Full groups would otherwise tell the operators so.
    warned: taken > 180,
    cooldowns: {},
    unasked: [],
    variants: {},
  };
  return { op: "put", kind: "group", key: keyOf(n), value };
}

/** A member with a seat in a group. */
export function inSeat(of: number, n: number): readonly Change[] {
  const group = keyOf(of);
  const user = userOf(n);
  const member = `telegram:${user}`;
  const value = {
    platform: "telegram",
    user,
    name: nameOf(n),
    tags: ["quiet-newcomer"],
    saved: { taste: "少糖" },
    cooldowns: {},
    unasked: [],
    scripts: { welcome: 1_790_000_000_000 },
  };
  const seat = { group, member, status: "in", since: 1_790_000_000_000 } as const;
  return [
    { op: "put", kind: "member", key: member, value },
    { op: "put", kind: "seat", key: `${group}/${member}`, owner: group, value: seat },
  ];
}
