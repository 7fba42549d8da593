import fc from "fast-check";
import { expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import type { Event } from "../../../src/core/event.js";
import { decide } from "../../../src/engine/decide.js";
import { bench, type World } from "../../support/world.js";

/** What may happen at the door; `who` is one of a few, so that it often concerns the same people. */
const deed = fc.record({
  kind: fc.constantFrom("join_request", "left", "counted", "refused", "arrives", "walks_in"),
  who: fc.integer({ min: 1, max: 12 }),
});
type Deed = { readonly kind: string; readonly who: number };

function apply(world: World, { kind, who }: Deed): void {
  const user = String(who);
  const person = { user, name: `客${user}` };
  switch (kind) {
    case "join_request":
      if (!world.inside.has(user)) world.tell({ kind, person, reply: user });
      return;
    case "left":
      if (world.inside.delete(user)) world.tell({ kind, person });
      return;
    case "counted":
      world.tell({ kind, count: world.inside.size + 1 });
      return;
    case "refused":
      if (world.approved.delete(user)) world.tell({ kind: "not_admitted", person, again: false });
      return;
    case "arrives":
      if (world.approved.delete(user)) {
        world.inside.add(user);
        world.tell({ kind: "joined", person });
      }
      return;
    default:
  }
}

test("whoever asks, leaves, arrives or withdraws in whatever order: approved and present never pass capacity minus reserve", () => {
  fc.assert(
    fc.property(
      fc.array(deed, { maxLength: 60 }),
      fc.integer({ min: 3, max: 8 }),
      fc.constantFrom("next" as const, "waitlist" as const),
      (deeds, capacity, overflow) => {
        const world = bench({ capacity, reserve: 1, overflow }, (context, event: Event) =>
          decide(features, context, event),
        );
        for (const one of deeds) {
          apply(world, one);
          // The bot's own seat is one of them.
          expect(world.inside.size + world.approved.size + 1).toBeLessThanOrEqual(capacity - 1);
        }
      },
    ),
    { numRuns: 150 },
  );
});
