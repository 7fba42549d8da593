import { beforeEach, describe, expect, test } from "vitest";
import type { Action } from "../../src/core/action.js";
import { PlatformFailure, type Refusal } from "../../src/core/errors.js";
import type { Place } from "../../src/core/event.js";
import type { Opened } from "./contract.js";

type Kind = Refusal["kind"];

/** Every answer that the port knows, by kind; a new kind doesn't compile until it is here. */
const REFUSALS: { readonly [K in Kind]: readonly Extract<Refusal, { kind: K }>[] } = {
  rate_limited: [{ kind: "rate_limited", retryAfterMs: 4_000 }],
  forbidden: [{ kind: "forbidden" }],
  gone: [{ kind: "gone" }, { kind: "gone", newId: "-1002" }],
  unsupported: [{ kind: "unsupported" }],
  too_long: [{ kind: "too_long" }],
  offline: [
    { kind: "offline", delivered: "no" },
    { kind: "offline", delivered: "maybe" },
  ],
  unknown: [
    { kind: "unknown", delivered: "no" },
    { kind: "unknown", delivered: "maybe" },
  ],
};
const MOVED = JSON.stringify({ kind: "gone", newId: "-1002" });
const named = (refusals: readonly Refusal[]) =>
  refusals.map((refusal) => [JSON.stringify(refusal), refusal] as const);

/** What an action that fails says of itself. */
export function refusalContract(
  opened: () => Opened,
  to: Place,
  neverSays: readonly Refusal[] = [],
): void {
  const never = new Set(named(neverSays).map(([name]) => name));
  const said = named(Object.values(REFUSALS).flat()).filter(([name]) => !never.has(name));
  const hello: Action = { kind: "send_text", to, text: "你好" };

  describe("refusals", () => {
    beforeEach(() => opened().platform.start(async () => {}));

    test("are of every kind that there is", () => {
      const kinds = Object.keys(REFUSALS) as Kind[];
      const some = kinds.filter(
        (kind) => !named(REFUSALS[kind]).every(([name]) => never.has(name)),
      );
      expect(new Set(said.map(([, { kind }]) => kind))).toEqual(new Set(some));
    });

    test.each(said)("%s", async (_name, refusal) => {
      const { platform, provoke, arrived } = opened();
      const action = await provoke(refusal);
      const error = await platform.perform(action).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PlatformFailure);
      expect(error).toMatchObject({ name: "PlatformFailure", message: expect.stringMatching(/./) });
      expect((error as PlatformFailure).refusal).toEqual(refusal);
      // What may have been done is the one case in which a message may be there.
      const most = "delivered" in refusal && refusal.delivered === "maybe" ? 1 : 0;
      expect(await arrived()).toBeLessThanOrEqual(most);
      expect(String(error)).not.toContain("SECRET");
    });

    test.each(said.filter(([, { kind }]) => kind !== "offline" && kind !== "gone"))(
      "%s is over with the action: the next text arrives",
      async (_name, refusal) => {
        const { platform, provoke, arrived } = opened();
        await platform.perform(await provoke(refusal)).catch(() => undefined);
        const before = await arrived();
        expect((await platform.perform(hello)).messageId).toMatch(/^\d+$/);
        expect(await arrived()).toBe(before + 1);
      },
    );

    const moves = never.has(MOVED) ? () => {} : test;
    moves("a chat that has moved is reached under the id that was told", async () => {
      const { platform, provoke, arrived } = opened();
      const action = await provoke({ kind: "gone", newId: "-1002" });
      await platform.perform(action).catch(() => undefined);
      const there = { ...hello, to: { ...to, chat: "-1002" } };
      expect((await platform.perform(there)).messageId).toMatch(/^\d+$/);
      expect(await arrived()).toBe(1);
    });

    test("an action that nobody here knows is unsupported, and does nothing", async () => {
      const { platform, arrived } = opened();
      const deed = { kind: "dance", to } as unknown as Action;
      const performed = platform.perform(deed);
      await expect(performed).rejects.toMatchObject({ refusal: { kind: "unsupported" } });
      await expect(performed).rejects.toBeInstanceOf(PlatformFailure);
      expect(await arrived()).toBe(0);
    });
  });
}
