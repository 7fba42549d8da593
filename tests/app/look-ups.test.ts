import { afterEach, expect, test } from "vitest";
import type { AskRoom } from "../../src/platform/port.js";
import { closeCorners, openCorner } from "../support/corner.js";
import { wechat } from "../support/governed.js";

afterEach(closeCorners);

test("what a governed account looks up by itself is asked of its governor, and counted", async () => {
  let room: AskRoom | undefined;
  const corner = await openCorner({
    limits: wechat,
    adapt: (sandbox) => ({
      ...sandbox,
      limitLookUps: (askRoom) => {
        room = askRoom;
      },
    }),
  });
  expect(await room?.({ kind: "name", chat: "corner" })).toBeUndefined();
  expect(await room?.({ kind: "name" })).toBeGreaterThan(corner.clock.now());
  expect(await room?.({ kind: "look" })).toBeUndefined();
  // It has asked for a link first.
  const entered = (await corner.store.ledger("sandbox", 0)).slice(1);
  expect(entered.map(({ kind, chat }) => [kind, chat])).toEqual([
    ["name", "corner"],
    ["look", undefined],
  ]);
});
