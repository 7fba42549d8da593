import type { Instant } from "../../core/event.js";
import type { Puppet } from "./puppet.js";
import { createRecent } from "./recent.js";

type Deps = {
  readonly now: () => Instant;
  /** One question to the puppet, under a deadline. @throws whatever went wrong */
  readonly ask: <T>(call: () => Promise<T>) => Promise<T>;
};

/** People change their names; each look is a call that the platform may count. */
const KNOWN_MS = 6 * 3_600_000;
/** Who can't be looked up isn't asked for at every word. */
const UNKNOWN_MS = 60_000;
const REMEMBERED = 20_000;

type Known = { readonly name: string; readonly until: Instant };

/** What people are called: in a group as they call themselves there. */
export function createNames({ now, ask }: Deps) {
  const known = createRecent<Known>(REMEMBERED);
  const asked = new Map<string, Promise<string>>();
  const keyOf = (user: string, room: string | undefined) => `${room ?? ""}/${user}`;

  async function lookUp(puppet: Puppet, user: string, room: string | undefined): Promise<string> {
    const there = room && (await ask(() => puppet.roomMemberPayload(room, user)).catch(nobody));
    const inRoom = there && (textOf(there.roomAlias) || textOf(there.name));
    // Who has left is no member any more.
    return inRoom || textOf((await ask(() => puppet.contactPayload(user)).catch(nobody))?.name);
  }

  return {
    /** Without asking; undefined when it isn't known. */
    known(user: string, room?: string): string | undefined {
      const one = known.get(keyOf(user, room));
      return one && one.until > now() ? one.name : undefined;
    },
    /** @returns "" when nobody can tell */
    async of(puppet: Puppet, user: string, room?: string): Promise<string> {
      const key = keyOf(user, room);
      const before = known.get(key);
      if (before && before.until > now()) return before.name;
      const under = asked.get(key) ?? lookUp(puppet, user, room);
      asked.set(key, under);
      const found = await under.finally(() => asked.delete(key));
      const name = found || (before?.name ?? "");
      known.set(key, { name, until: now() + (found ? KNOWN_MS : UNKNOWN_MS) });
      return name;
    },
  };
}
export type Names = ReturnType<typeof createNames>;

const nobody = (): undefined => undefined;
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
