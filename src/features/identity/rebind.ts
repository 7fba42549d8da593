import { UserError } from "../../core/errors.js";
import type { GroupRecord } from "../../domain/group/record.js";
import { seatOwner } from "../../domain/group/seats.js";
import { bindingKey } from "../../engine/context.js";
import type { Deps } from "../../engine/feature.js";
import type { KnownChat, Platform } from "../../platform/port.js";
import { type Stored, SYSTEM } from "../../store/port.js";
import { rebindGroup } from "../group/rebind.js";
import { isLike, type Likeness, likeness, type Seen, weight } from "./likeness.js";
import type {} from "./records.js";

declare module "../../domain/group/record.js" {
  interface GroupRecord {
    /** The platform's own title of the chat, and its owner, when it was looked at last. */
    readonly seenAs?: { readonly title: string; readonly owner?: Seen["owner"] };
  }
}

/** A group whose chat is gone, and one that it may go on in. */
type Proposal = {
  readonly group: string;
  readonly title: string;
  readonly account: string;
  readonly chat: string;
  readonly chatTitle: string;
  readonly like: Likeness;
  /** Another chat is as like. */
  readonly unsure: boolean;
};

type Proposed = {
  readonly found: readonly Proposal[];
  /** Titles of groups whose chats are gone, and like which there is none. */
  readonly unlike: readonly string[];
};

/** Each chat that is looked at costs a call to the platform. */
const MOST_CHATS = 20;
const PROPOSED_MS = 10 * 60_000;
const KEY = "client";

export function rebindOperations(deps: Deps) {
  const { store, clock } = deps;
  return {
    /** Groups whose chats are gone, with the chats in which they most likely go on. They are kept for `take`. */
    async proposals(client: string): Promise<Proposed> {
      const found: Proposal[] = [];
      const unlike: string[] = [];
      for (const platform of deps.platforms) {
        const on = await proposalsOn(deps, client, platform);
        found.push(...on.found);
        unlike.push(...on.unlike);
      }
      const pairs = found.map(({ group, account, chat }) => ({ group, account, chat }));
      const value = { at: clock.now(), pairs };
      const changes = [{ op: "put", kind: "rebinding", key: KEY, value } as const];
      await store.commit({ client, changes, outbox: [], facts: [] });
      return { found, unlike };
    },
    /** What number `n` of the last proposals was. @throws UserError REBIND_NUMBER */
    async proposed(client: string, n: number) {
      const last = (await store.get(client, "rebinding", KEY))?.value;
      const pair = last?.pairs[n - 1];
      const isFresh = last && Math.abs(clock.now() - last.at) < PROPOSED_MS;
      if (!pair || !isFresh) throw new UserError("REBIND_NUMBER", { n });
      const title = (await store.get(client, "group", pair.group))?.value.title ?? "";
      return { ...pair, title };
    },
    /** How like a chat is to a group; undefined where nobody can look. */
    async like(
      client: string,
      { group, account, chat }: { group: string; account: string; chat: string },
    ): Promise<Likeness | undefined> {
      const platform = deps.platforms.find((one) => one.account === account);
      const known = await store.get(client, "group", group);
      if (!known) throw new UserError("REBIND_GROUP", { id: group });
      const there = { chat, title: "" };
      if (!platform?.members) return undefined;
      const look: Look = (at) => lookUp(deps, { client, account, chat: at });
      const seen = await seenNow(platform, there, look).catch(() => undefined);
      return seen && likeness(await seenBefore(deps, client, known), seen);
    },
    /** @throws UserError COMMAND_BOUND_ELSEWHERE */
    take: (client: string, of: { group: string; account: string; chat: string }) =>
      rebindGroup(deps, { client, ...of }),
  };
}

const NOTHING: Proposed = { found: [], unlike: [] };

async function proposalsOn(deps: Deps, client: string, platform: Platform): Promise<Proposed> {
  const { store } = deps;
  const { account } = platform;
  if (!platform.chats || !platform.members) return NOTHING;
  const groups = (await store.list(client, "group")).filter(
    ({ value }) => value.account === account && !value.unbound,
  );
  if (groups.length === 0) return NOTHING;
  const look: Look = (chat) => lookUp(deps, { client, account, chat });
  await look();
  const chats = await platform.chats();
  const here = new Map(chats.map((one) => [one.chat, one]));
  for (const one of groups)
    await remember(deps, { client, look }, one, platform, here.get(one.value.chat));
  const lost = groups.filter(({ value }) => !here.has(value.chat));
  const keys = chats.map(({ chat }) => bindingKey(account, chat));
  const bound = await store.find(SYSTEM, "binding", keys);
  const titles = new Set(lost.map(({ value }) => value.seenAs?.title ?? value.title));
  const free = chats
    .filter(({ chat }) => !bound.has(bindingKey(account, chat)))
    .sort((a, b) => Number(titles.has(b.title)) - Number(titles.has(a.title)))
    .slice(0, MOST_CHATS);
  if (lost.length === 0) return NOTHING;
  const seen = await Promise.all(
    free.map(async (chat) => {
      return [chat, await seenNow(platform, chat, look).catch(() => undefined)] as const;
    }),
  );
  const found: Proposal[] = [];
  const unlike: string[] = [];
  for (const group of lost) {
    const before = await seenBefore(deps, client, group);
    const likes = seen
      .flatMap(([chat, now]) => (now ? [{ chat, like: likeness(before, now) }] : []))
      .filter(({ like }) => isLike(like))
      .sort((a, b) => weight(b.like) - weight(a.like));
    const [best, next] = likes;
    if (!best) {
      unlike.push(group.value.title);
      continue;
    }
    found.push({
      ...{ group: group.key, title: group.value.title, account, chat: best.chat.chat },
      ...{ chatTitle: best.chat.title, like: best.like },
      unsure: next !== undefined && weight(next.like) > weight(best.like) * 0.8,
    });
  }
  // Two groups don't go on in one chat.
  const wanted = (chat: string) => found.filter((one) => one.chat === chat).length;
  const sure = found.map((one) => ({ ...one, unsure: one.unsure || wanted(one.chat) > 1 }));
  return { found: sure, unlike };
}

/** What is known of a group by its records. */
async function seenBefore(deps: Deps, client: string, group: Stored<"group">): Promise<Seen> {
  const { store } = deps;
  const seats = await store.list(client, "seat", seatOwner(group.key, "in"));
  const members = await store.find(
    client,
    "member",
    seats.map(({ value }) => value.member),
  );
  const { seenAs, title } = group.value;
  return {
    title: seenAs?.title ?? title,
    owner: seenAs?.owner,
    people: [...members.values()].map(({ value: { user, name } }) => ({ user, name })),
  };
}

/** Takes the room to look at a chat, or at which there are. @throws UserError REBIND_SPENT */
type Look = (chat?: string) => Promise<void>;

/** An operator wants to know now: it is counted, and waits for no gap. */
async function lookUp(
  { governorOf, clock }: Deps,
  { account, ...of }: { client: string; account: string; chat: string | undefined },
): Promise<void> {
  const until = await governorOf(account)?.lookUp({ kind: "look", for: "operators", ...of });
  if (until === undefined) return;
  throw new UserError("REBIND_SPENT", {
    n: Math.max(1, Math.ceil((until - clock.now()) / 60_000)),
  });
}

/** What a chat is like now. @throws PlatformFailure, UserError REBIND_SPENT */
async function seenNow(
  platform: Platform,
  { chat, title, owner }: KnownChat,
  look: Look,
): Promise<Seen> {
  await look(chat);
  const place = { platform: platform.id, chat, direct: false };
  const people = (await platform.members?.(place, "wished")) ?? [];
  const known = people.find(({ user }) => user === owner);
  return { title, people, ...(known ? { owner: known } : {}) };
}

/** A group whose chat is there: what it is called, and whose it is, is what to look for when it is gone. */
async function remember(
  { store }: Deps,
  { client, look }: { readonly client: string; readonly look: Look },
  { key, rev, value }: Stored<"group">,
  platform: Platform,
  chat: KnownChat | undefined,
): Promise<void> {
  if (!chat || chat.title === "") return;
  const owner = value.seenAs?.owner;
  const isKnown = value.seenAs?.title === chat.title && owner?.user === chat.owner;
  if (isKnown) return;
  const seen = await seenNow(platform, chat, look).catch(() => undefined);
  const seenAs = { title: chat.title, ...(seen?.owner ? { owner: ownerOf(seen.owner) } : {}) };
  const group: GroupRecord = { ...value, seenAs };
  const changes = [{ op: "put", kind: "group", key, value: group, rev } as const];
  await store.commit({ client, changes, outbox: [], facts: [] });
}

const ownerOf = ({ user, name }: NonNullable<Seen["owner"]>) => ({ user, name });
