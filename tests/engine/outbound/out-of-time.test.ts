import { expect, test } from "vitest";
import { createManualClock } from "../../../src/core/time/clock.js";
import { createDispatcher } from "../../../src/engine/outbound/dispatcher.js";
import type { Platform } from "../../../src/platform/port.js";
import type { NewRow } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";

const START = Date.parse("2026-11-24T10:00:00+08:00");

test("whose time is over when all is written down sends nothing: the row waits, and nobody doubts it", async () => {
  const store = await openSqliteStore(":memory:", tally);
  const clock = createManualClock(START);
  const heard: string[] = [];
  let isOver = true;
  const platform = {
    ...{ id: "telegram", account: "telegram" },
    perform: async (action: { text: string }) => {
      heard.push(action.text);
      return { messageId: "1" };
    },
    health: () => ({ ok: true, notes: [] }),
  };
  const dispatcher = createDispatcher({
    ...{ store, clock, platform: platform as unknown as Platform },
    learn: async () => {},
    hold: async () => undefined,
    dayOf: async () => "2026-11-24",
    retry: (work) => work(),
    onBug: (_row, error) => {
      throw error;
    },
    mayAct: () => !isOver,
  });
  const to = { platform: "telegram", chat: "-1", direct: false };
  const row: NewRow = {
    key: "r",
    action: { kind: "send_text", to, text: "hi" },
    account: "telegram",
    made: START,
    due: START,
    expires: START + 60_000,
    unasked: true,
    rank: 5,
    onUncertain: "skip",
  };
  await store.commit({ client: "c", changes: [], facts: [], outbox: [row] });
  await dispatcher.pump();
  await dispatcher.idle();
  expect(heard).toEqual([]);
  expect((await store.outcomes("c", ["r"])).get("r")).toEqual({ state: "waiting" });
  isOver = false;
  await dispatcher.pump();
  await dispatcher.idle();
  expect(heard).toEqual(["hi"]);
  expect((await store.outcomes("c", ["r"])).get("r")).toEqual({ state: "sent" });
  await store.close();
});
