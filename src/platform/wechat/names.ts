import type { Instant } from "../../core/event.js";
import type { AskRoom } from "../port.js";
import type { Later } from "./later.js";
import type { Puppet } from "./puppet.js";
import { createRecent } from "./recent.js";

type Deps = {
  readonly now: () => Instant;
  readonly later: Later;
  /** One question to the puppet, under a deadline. @throws whatever went wrong */
  readonly ask: <T>(call: () => Promise<T>) => Promise<T>;
  /** Whether there is room for one question; each is counted. */
  readonly room: AskRoom;
};

/** People change their names; each look is a call that the platform may count. */
const KNOWN_MS = 6 * 3_600_000;
/** Who can't be looked up isn't asked for at every word. */
const UNKNOWN_MS = 60_000;
const REMEMBERED = 20_000;
/** So many names wait for room; who speaks again is asked for again. */
const MOST_WANTED = 100;
/** Room may come sooner than it was told. */
const LOOK_AGAIN_MS = 10 * 60_000;

type Known = { readonly name: string; readonly until: Instant };
type Wanted = {
  readonly puppet: Puppet;
  readonly user: string;
  readonly room?: string | undefined;
  /** What they call themselves in the group was asked, and is nothing. */
  readonly askedThere?: boolean;
};
/** `look` when an operator waits for it, `face` of somebody who just talks. */
type Kind = "name" | "face" | "look";

const LATER = Symbol("there is no room for it now");

const keyOf = (user: string, room: string | undefined) => `${room ?? ""}/${user}`;

/**
 * What people are called: in a group as they call themselves there. A name for which there is no room is unknown for
 * now, and asked for when there is: nobody waits for it.
 */
export function createNames({ now, later, ask, room }: Deps) {
  const known = createRecent<Known>(REMEMBERED);
  const asked = new Map<string, Promise<string | typeof LATER>>();
  /** Of each kind the first that was wanted is the first that is asked for. */
  const lines = { name: createLine(), face: createLine() };

  const fresh = (key: string) => {
    const one = known.get(key);
    return one && one.until > now() ? one.name : undefined;
  };
  const keep = (key: string, name: string) =>
    known.set(key, { name, until: now() + (name ? KNOWN_MS : UNKNOWN_MS) });
  const lineOf = (kind: Kind) => lines[kind === "face" ? kind : "name"];
  function want(one: Wanted, kind: Kind): void {
    const { wanted } = lineOf(kind);
    const key = keyOf(one.user, one.room);
    if (wanted.has(key) || wanted.size < MOST_WANTED) wanted.set(key, one);
  }
  function rest(until: Instant, kind: Kind): void {
    const ms = Math.min(Math.max(until - now(), 1), LOOK_AGAIN_MS);
    lineOf(kind).callOff ??= later(ms, () => void goOn(kind));
  }
  /** Asks for those that are wanted, until there is no more room. */
  async function goOn(kind: Kind): Promise<void> {
    const line = lineOf(kind);
    line.callOff = undefined;
    for (const [key, one] of line.wanted) {
      line.wanted.delete(key);
      if (fresh(key) === undefined) await find(one, kind);
      if (line.callOff) return;
    }
  }

  async function question<T>(
    one: Wanted,
    kind: Kind,
    call: () => Promise<T>,
  ): Promise<T | typeof LATER | undefined> {
    // Who can't say whether there is room has none.
    const until = await room({ kind, chat: one.room }).catch(() => now() + UNKNOWN_MS);
    if (until === undefined) return ask(call).catch(nobody);
    want(one, kind);
    rest(until, kind);
    return LATER;
  }
  async function lookUp(one: Wanted, kind: Kind): Promise<string | typeof LATER> {
    const { puppet, user, room: group } = one;
    if (group && !one.askedThere) {
      const there = await question(one, kind, () => puppet.roomMemberPayload(group, user));
      if (there === LATER) return LATER;
      const inRoom = there && (textOf(there.roomAlias) || textOf(there.name));
      if (inRoom) return inRoom;
    }
    // Who has left is no member any more.
    const before = fresh(keyOf(user, undefined));
    if (before) return before;
    const next = { ...one, askedThere: true };
    const contact = await question(next, kind, () => puppet.contactPayload(user));
    if (contact === LATER) return LATER;
    const name = textOf(contact?.name);
    if (name) keep(keyOf(user, undefined), name);
    return name;
  }
  async function find(one: Wanted, kind: Kind): Promise<string> {
    const key = keyOf(one.user, one.room);
    const before = known.get(key)?.name ?? "";
    // A question for which there is no room as one kind may have it as another.
    const question = `${kind} ${key}`;
    const under = asked.get(question) ?? lookUp(one, kind);
    asked.set(question, under);
    const found = await under.finally(() => asked.delete(question));
    if (found === LATER) return before;
    const name = found || before;
    known.set(key, { name, until: now() + (found ? KNOWN_MS : UNKNOWN_MS) });
    return name;
  }

  return {
    /** Without asking; undefined when it isn't known. */
    known: (user: string, group?: string): string | undefined => fresh(keyOf(user, group)),
    /** @returns "" when nobody can tell now */
    async of(one: Wanted, kind: Kind): Promise<string> {
      const key = keyOf(one.user, one.room);
      const name = fresh(key);
      if (name !== undefined) return name;
      const { callOff, wanted } = lineOf(kind);
      // Those of a kind that wait for room are before this one.
      if (!callOff || kind === "look") return find(wanted.get(key) ?? one, kind);
      if (!wanted.has(key)) want(one, kind);
      return known.get(key)?.name ?? "";
    },
    /** Asks for nobody any more. */
    stop(): void {
      for (const line of Object.values(lines)) {
        line.callOff?.();
        line.callOff = undefined;
        line.wanted.clear();
      }
    },
  };
}
export type Names = ReturnType<typeof createNames>;

/** Those who wait for room, and what ends the wait for it. */
const createLine = (): { wanted: Map<string, Wanted>; callOff: (() => void) | undefined } => ({
  wanted: new Map(),
  callOff: undefined,
});

const nobody = (): undefined => undefined;
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
