import type { Event } from "../../dist/core/event.js";
import type { Commit } from "../../dist/store/port.js";
import { GROUPS, hourOf } from "../year/agency.js";

const HOUR_MS = 3_600_000;
const FROM = Date.UTC(2026, 0, 1);

type Whose = { readonly account: string; readonly client: string; readonly n: number };

/** What is heard in the ten groups of a brand, as in `year.ts`: an endless row of polls, and what is decided on each event. */
export function happenings({ account, client, n }: Whose, size: number) {
  let hour = 0;
  let waiting: ReturnType<typeof hourOf> = [];
  return {
    next(): { readonly events: readonly Event[]; readonly commits: ReadonlyMap<string, Commit> } {
      while (waiting.length < size) {
        const from = FROM + hour++ * HOUR_MS;
        waiting = [...waiting, ...GROUPS.flatMap((group) => hourOf(group, from))];
      }
      const some = waiting.slice(0, size).map(({ event, commit }) => ({
        event: { ...event, account, id: `${n}:${event.id}` },
        commit: {
          ...{ ...commit, client },
          outbox: commit.outbox.map((row) => ({ ...row, account })),
        },
      }));
      waiting = waiting.slice(size);
      return {
        events: some.map(({ event }) => event),
        commits: new Map(some.map(({ event, commit }) => [event.id, commit])),
      };
    },
  };
}
