import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { features } from "../../src/app/features.js";
import type { Event } from "../../src/core/event.js";
import { createDueWork } from "../../src/engine/due.js";
import type { Deps } from "../../src/engine/feature.js";
import { CLIENT, type Corner, closeCorners, openCorner, poolOf } from "../support/corner.js";

afterEach(closeCorners);

const GROUPS = Array.from({ length: 20 }, (_, n) => `street-${n}`);
const MEMBERS = Array.from({ length: 20 }, (_, n) => `member-${n}`);
const brand = {
  sections: {
    groups: { capacity: 5000, ...poolOf(CLIENT, GROUPS) },
    replies: { open: { when: { keywords: ["open"] }, say: "open" } },
    scripts: {
      welcome: { on: "joined", steps: [{ say: "hello" }, { wait: "1m" }, { say: "more" }] },
      silent: { on: { silent: "1m" }, steps: [{ say: "more" }] },
    },
  },
  lines: { open: "at nine", hello: "hello", more: "more" },
};

type What = {
  readonly kind: "joined" | "left" | "said";
  readonly who: string;
  readonly in: string;
};

/** What happens, as the events of one poll. */
function poll({ clock }: Corner, run: string, all: readonly What[]): readonly Event[] {
  return all.map(({ kind, who, in: chat }, n) => {
    const head = {
      ...{ id: `${run}:${n}`, platform: "sandbox", account: "sandbox", at: clock.now() },
      ...{ place: { platform: "sandbox", chat, direct: false }, person: { user: who, name: who } },
    };
    if (kind !== "said") return { ...head, kind };
    return { ...head, kind: "message", text: "open?", messageId: head.id, toBot: false };
  });
}

/** Nothing was set aside, nothing is left over, and each seat is as the last event of its member there says. */
async function expectAllHandled(corner: Corner, all: readonly What[]): Promise<void> {
  expect(corner.bugs).toEqual([]);
  expect(await corner.store.counts()).toMatchObject({ deadLetters: 0, unhandled: 0 });
  const last = new Map<string, string>();
  // Who speaks is in.
  for (const { kind, who, in: chat } of all)
    last.set(`sandbox:${chat}/sandbox:${who}`, kind === "left" ? "left" : "in");
  const seats = await corner.store.list(CLIENT, "seat");
  expect(new Map(seats.map(({ key, value }) => [key, value.status]))).toEqual(last);
  const said = all.filter(({ kind }) => kind === "said").length;
  expect(await corner.facts("said")).toHaveLength(said);
}

test("20 members join each of 20 groups and speak there, in one poll: all 800 events are handled", async () => {
  const corner = await openCorner({ brands: [brand] });
  const all = (["joined", "said"] as const).flatMap((kind) =>
    MEMBERS.flatMap((who) => GROUPS.map((chat): What => ({ kind, who, in: chat }))),
  );
  await corner.runtime.receive(poll(corner, "all", all));
  await corner.runtime.pump();
  await expectAllHandled(corner, all);
});

const some = fc.array(
  fc.record({
    kind: fc.constantFrom("joined" as const, "left" as const, "said" as const),
    who: fc.constantFrom(...MEMBERS.slice(0, 3)),
    in: fc.constantFrom(...GROUPS),
  }),
  { minLength: 20, maxLength: 100 },
);

test("whoever joins, speaks and leaves wherever in one poll, while work for them falls due: nothing is set aside", async () => {
  await fc.assert(
    fc.asyncProperty(some, some, async (before, after) => {
      const corner = await openCorner({ brands: [brand] });
      const { runtime, clock, store, book, bugs } = corner;
      await runtime.receive(poll(corner, "before", before));
      await runtime.pump();
      clock.set(clock.now() + 60_000);
      const deps = { store, playbooks: book, clock, features, owned: runtime.owned };
      const due = createDueWork(deps as unknown as Deps, (key, error) => bugs.push([key, error]));
      await Promise.all([runtime.receive(poll(corner, "after", after)), due.runDue()]);
      await runtime.pump();
      await expectAllHandled(corner, [...before, ...after]);
      await closeCorners();
    }),
    { numRuns: 12 },
  );
});
