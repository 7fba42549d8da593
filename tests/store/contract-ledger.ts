import { describe, expect, test } from "vitest";
import type { LedgerEntry } from "../../src/core/ledger-entry.js";
import type { NewRow, OutboxRow, Store } from "../../src/store/port.js";
import { claimOf, commitOf, keys, NOW, oldAt, row } from "./samples.js";

const DAY = 86_400_000;
const entry = (at: number, over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ at, kind: "text", for: "members", client: "a" },
  ...over,
});

export function ledgerContract(store: () => Store): void {
  const add = (...outbox: NewRow[]) => store().commit(commitOf({ outbox }));
  const claimOne = async (over: Parameters<typeof claimOf>[0] = {}): Promise<OutboxRow> => {
    const [first] = await store().claim(claimOf({ ...over, limit: 1 }));
    if (!first) throw new Error("nothing to claim");
    return first;
  };
  const ats = async (account = "bot", after = 0) =>
    (await store().ledger(account, after)).map(({ at }) => at);

  describe("the ledger", () => {
    test("what a row does is entered with its issue, whole, and read in order", async () => {
      await add(row("r"), row("s", "g2"));
      const full = entry(NOW, { for: "nobody", chat: "g1", text: 4_000_000_000 });
      expect(await store().issue(await claimOne(), { account: "bot", ...full })).toBe(true);
      await store().enter("bot", entry(NOW - 9, { kind: "read" }));
      await store().enter("other", entry(NOW));
      expect(await store().ledger("bot", 0)).toEqual([entry(NOW - 9, { kind: "read" }), full]);
      expect(await ats("bot", NOW - 9)).toEqual([NOW]);
      expect(await ats("other")).toEqual([NOW]);
      expect(await ats("nobody")).toEqual([]);
    });

    test("a claim that is over enters nothing", async () => {
      await add(row("r"));
      const first = await claimOne({ leaseMs: 100 });
      await claimOne({ now: NOW + 100 });
      expect(await store().issue(first, { account: "bot", ...entry(NOW) })).toBe(false);
      expect(await ats()).toEqual([]);
    });

    test("what certainly has not left goes out again; whatever else happened stays", async () => {
      await add(row("r"));
      const issue = async (at: number) => {
        const claimed = await claimOne({ now: at });
        await store().issue(claimed, { account: "bot", ...entry(at) });
        return claimed;
      };
      const later = { state: "later", due: NOW } as const;
      await store().settle(await issue(NOW), { ...later, unsent: true }, NOW);
      expect(await ats()).toEqual([]);
      await store().settle(await issue(NOW + 1), { ...later, uncertain: true }, NOW + 1);
      await store().settle(await issue(NOW + 2), { ...later, unsent: true }, NOW + 2);
      expect(await ats()).toEqual([NOW + 1]);
      await store().settle(await issue(NOW + 3), { state: "sent", receipt: {} }, NOW + 3);
      expect(await ats()).toEqual([NOW + 1, NOW + 3]);
    });

    test("two days of each account's are kept, by its own newest, whatever day it is", async () => {
      const rest = Array.from({ length: 250 }, (_, n) => entry(NOW - 3 * DAY + n));
      for (const one of [...rest, entry(NOW - 2 * DAY), entry(NOW)])
        await store().enter("bot", one);
      await store().enter("idle", entry(NOW - 90 * DAY));
      await store().prune(oldAt(NOW + 900 * DAY));
      expect(await ats()).toEqual([NOW - 2 * DAY, NOW]);
      expect(await ats("idle")).toEqual([NOW - 90 * DAY]);
    });
  });

  describe("rows that must wait", () => {
    test("none of other ranks is claimed where it is said so", async () => {
      await add(row("answer"), row("post", "g2", { unasked: true }), row("now", "g3", { rank: 0 }));
      expect(keys(await store().claim(claimOf({ ranks: [2, 3] })))).toEqual([]);
      expect(keys(await store().claim(claimOf({ ranks: [5] })))).toEqual(["post"]);
      expect(keys(await store().claim(claimOf({ ranks: [0, 5] })))).toEqual(["now"]);
      expect(keys(await store().claim(claimOf({ ranks: [0, 1, 2, 3, 4] })))).toEqual(["answer"]);
    });

    test("what may not be claimed expires in its time all the same", async () => {
      const late = { unasked: true, expires: NOW - 1 };
      await add(row("late", "g1", late), row("in time", "g2", { unasked: true }));
      await add(row("late answer", "g3", { expires: NOW - 1 }));
      expect(await store().claim(claimOf({ ranks: [0, 1, 2] }))).toEqual([]);
      expect(await store().counts()).toMatchObject({ expired: 2, waiting: 1 });
      await add(row("later answer", "g4", { expires: NOW - 1 }));
      expect(keys(await store().claim(claimOf({ ranks: [5] })))).toEqual(["in time"]);
      expect(await store().counts()).toMatchObject({ expired: 3, waiting: 1 });
    });

    test("due ones of some ranks are put off, and say why; none beyond its own end", async () => {
      const post = (key: string, chat: string, over: Partial<NewRow> = {}) =>
        row(key, chat, { unasked: true, expires: NOW + DAY, ...over });
      await add(
        row("answer"),
        post("post", "g2"),
        post("short", "g3", { expires: NOW + 60 }),
        post("late", "g4", { expires: NOW - 1 }),
        post("planned", "g5", { due: NOW + 5 }),
        post("theirs", "g6", { account: "other" }),
      );
      const off = {
        account: "bot",
        ranks: [4, 5],
        now: NOW,
        until: NOW + 500,
        why: "day",
      } as const;
      expect(await store().putOff(off)).toBe(2);
      expect(await store().putOff(off)).toBe(0);
      const waiting = await store().waiting("bot", 10);
      expect(waiting.map(({ to, due, why }) => [to.chat, due - NOW, why])).toEqual([
        ["g1", 0, undefined],
        ["g4", 0, undefined],
        ["g5", 5, undefined],
        ["g3", 61, "day"],
        ["g2", 500, "day"],
      ]);
      expect(keys(await store().claim(claimOf()))).toEqual(["answer"]);
      expect(await store().counts()).toMatchObject({ expired: 1 });
      expect(keys(await store().claim(claimOf({ now: NOW + 61 })))).toEqual(["planned"]);
      expect(await store().counts()).toMatchObject({ expired: 2 });
      expect(keys(await store().claim(claimOf({ now: NOW + 500 })))).toEqual(["post"]);
    });

    test("one that is put back says why until it is put back for something else", async () => {
      await add(row("r"));
      const back = { state: "later", due: NOW } as const;
      await store().settle(await claimOne(), { ...back, why: "text" }, NOW);
      const [waiting] = await store().waiting("bot", 1);
      expect(waiting).toMatchObject({ kind: "send_text", rank: 1, unasked: false, why: "text" });
      expect(waiting?.text).toBeDefined();
      await store().settle(await claimOne(), back, NOW);
      expect((await store().waiting("bot", 1))[0]).not.toHaveProperty("why");
    });

    test("what was put off under a clock that ran ahead comes back with it", async () => {
      const AHEAD = NOW + DAY;
      await add(row("r", "g1", { made: AHEAD, due: AHEAD, expires: AHEAD + DAY }));
      await store().claim(claimOf({ now: AHEAD, busy: ["g1"] }));
      const off = {
        account: "bot",
        ranks: [1],
        now: AHEAD,
        until: AHEAD + 50,
        why: "day",
      } as const;
      await store().putOff(off);
      expect(await store().claim(claimOf({ now: NOW }))).toEqual([]);
      expect(await store().claim(claimOf({ now: NOW + 49 }))).toEqual([]);
      expect(keys(await store().claim(claimOf({ now: NOW + 50 })))).toEqual(["r"]);
    });

    test("the first of those that wait are told, by their time", async () => {
      await add(...[3, 1, 2].map((n) => row(`r${n}`, `g${n}`, { due: NOW + n })));
      const waiting = await store().waiting("bot", 2);
      expect(waiting.map(({ to }) => to.chat)).toEqual(["g1", "g2"]);
      expect(await store().waiting("other", 2)).toEqual([]);
    });
  });
}
