import { describe, expect, test } from "vitest";
import type { NewRow, Outcome, Store } from "../../src/store/port.js";
import { claimOf, commitOf, keys, message, NOW, OURS, oldAt, row } from "./samples.js";

/** No claim at all. */
const NOBODY = { seq: 0, tries: 0 };

export function outboxContract(store: () => Store): void {
  const add = (...outbox: NewRow[]) => store().commit(commitOf({ outbox }));
  const claim = async (over: Parameters<typeof claimOf>[0] = {}) => store().claim(claimOf(over));
  const claimOne = async (over: Parameters<typeof claimOf>[0] = {}) => {
    const [first] = await claim({ ...over, limit: 1 });
    if (!first) throw new Error("nothing to claim");
    return first;
  };

  describe("outbox", () => {
    test("a claimed row comes back whole", async () => {
      const rest = { group: "vip", version: "v1", watched: true } as const;
      const full = row("r", "g1", { ...rest, onUncertain: "skip" });
      await add(full);
      const claimed = await claimOne();
      const { seq } = claimed;
      expect(claimed).toEqual({ ...full, seq, client: "a", tries: 1, uncertain: false });
    });

    test("a second row with the same key is dropped, also after the first was sent", async () => {
      await add(row("r"), row("r", "g2"));
      const claimed = await claimOne();
      await store().settle(claimed, { state: "sent", receipt: { messageId: "9" } }, NOW);
      expect(await add(row("r"))).toEqual({ ok: true });
      expect(await claim()).toEqual([]);
    });

    test("a row that is put back under another chat goes there", async () => {
      await add(row("r"));
      const claimed = await claimOne();
      await store().settle(claimed, { state: "later", due: NOW, chat: "g2" }, NOW);
      const moved = await claimOne();
      expect(moved.action.to.chat).toBe("g2");
      await add(row("next", "g2"));
      expect(await claim()).toEqual([]);
    });

    test("ended rows are forgotten when they are old, others never", async () => {
      await add(row("sent"), row("waiting", "g2", { due: NOW + 9_000 }));
      const claimed = await claimOne();
      await store().settle(claimed, { state: "sent", receipt: {} }, NOW);
      await store().prune(oldAt(NOW));
      expect(await store().counts()).toMatchObject({ sent: 1, waiting: 1 });
      await store().prune(oldAt(NOW + 1));
      expect(await store().counts()).toMatchObject({ sent: 0, waiting: 1 });
    });

    test("a lower rank goes first in its chat and of all chats, whatever is due earlier", async () => {
      await add(
        row("greeting", "g1", { rank: 2, due: NOW - 9 }),
        row("answer", "g1", { rank: 1, due: NOW - 1 }),
        row("command", "g1", { rank: 0 }),
        row("elsewhere", "g2", { rank: 2, due: NOW - 9 }),
      );
      expect(keys(await claim({ limit: 1 }))).toEqual(["command"]);
      expect(keys(await claim())).toEqual(["elsewhere"]);
    });

    test("answers first, then by due, then by age", async () => {
      await add(
        row("unasked", "g1", { unasked: true, due: NOW - 9 }),
        row("second", "g2", { due: NOW - 1 }),
        row("third", "g3", { due: NOW - 1 }),
        row("first", "g4", { due: NOW - 2 }),
        row("future", "g5", { due: NOW + 1 }),
        row("elsewhere", "g6", { account: "other" }),
      );
      expect(keys(await claim({ limit: 2 }))).toEqual(["first", "second"]);
      expect(keys(await claim())).toEqual(["third", "unasked"]);
    });

    test("one row per chat at a time, in order", async () => {
      await add(row("a1"), row("a2"), row("b1", "g2"));
      const [first] = await claim();
      expect(await claim()).toEqual([]);
      if (first) await store().settle(first, { state: "sent", receipt: {} }, NOW);
      expect(keys(await claim())).toEqual(["a2"]);
    });

    test("a busy chat waits", async () => {
      await add(row("a"), row("b", "g2"));
      expect(keys(await claim({ busy: ["g1"] }))).toEqual(["b"]);
      expect(keys(await claim())).toEqual(["a"]);
    });

    test("a row past its time expires instead of leaving", async () => {
      await add(row("late", "g1", { expires: NOW - 1 }), row("last", "g2", { expires: NOW }));
      expect(keys(await claim())).toEqual(["last"]);
      expect(await store().counts()).toMatchObject({ expired: 1 });
      expect(await claim()).toEqual([]);
    });

    test("a lease that ran out makes the row due again, uncertain when it was issued", async () => {
      await add(row("r"), row("s", "g2"));
      const [r, s] = await claim({ leaseMs: 100 });
      expect(await store().issue(r ?? NOBODY)).toBe(true);
      expect(await claim({ now: NOW + 99 })).toEqual([]);
      const [again, sure] = await claim({ now: NOW + 100 });
      expect(again).toMatchObject({ key: "r", tries: 2, uncertain: true });
      expect(sure).toMatchObject({ key: "s", tries: 2, uncertain: false });
      expect(await store().issue(s ?? NOBODY)).toBe(false);
      for (const one of [again, sure])
        await store().settle(one ?? NOBODY, { state: "sent", receipt: {} }, NOW);
      expect(await claim({ now: NOW + 9_999 })).toEqual([]);
    });

    test("later puts a row back for its new time", async () => {
      await add(row("r"));
      const claimed = await claimOne();
      await store().settle(claimed, { state: "later", due: NOW + 50 }, NOW);
      expect(await claim({ now: NOW + 49 })).toEqual([]);
      const again = await claimOne({ now: NOW + 50 });
      expect(again).toMatchObject({ due: NOW + 50, tries: 2, uncertain: false });
      await store().settle(again, { state: "later", due: NOW + 60, uncertain: true }, NOW);
      const third = await claimOne({ now: NOW + 60 });
      await store().settle(third, { state: "later", due: NOW + 70 }, NOW);
      expect(await claimOne({ now: NOW + 70 })).toMatchObject({ uncertain: true });
    });

    test("recover frees what a dead process was sending", async () => {
      await add(row("r"), row("s", "g3"), row("waits", "g2", { due: NOW + 1 }));
      const [r] = await claim();
      await store().issue(r ?? NOBODY);
      expect(await store().recover(OURS)).toBe(2);
      expect(await store().recover(OURS)).toBe(0);
      expect(await claim()).toMatchObject([
        { key: "r", tries: 2, uncertain: true },
        { key: "s", tries: 2, uncertain: false },
      ]);
      // Whoever dies before it leaves again doesn't make it certain.
      await store().recover(OURS);
      expect(await claim()).toMatchObject([{ uncertain: true }, { uncertain: false }]);
      expect(await claimOne({ now: NOW + 1 })).toMatchObject({ key: "waits", uncertain: false });
    });

    test("a clock that was put back takes the rows along that were made under it", async () => {
      const AHEAD = NOW + 86_400_000;
      const made = { made: AHEAD, due: AHEAD + 50, expires: AHEAD + 90 };
      await add(row("r", "g1", made), row("s", "g2", made), row("t", "g3", { due: NOW + 500 }));
      await claim({ now: AHEAD });
      expect(await claim({ now: NOW })).toEqual([]);
      expect(await claim({ now: NOW + 49 })).toEqual([]);
      const back = { made: NOW, due: NOW + 50, expires: NOW + 90 };
      expect(await claim({ now: NOW + 50 })).toMatchObject([
        { key: "r", ...back },
        { key: "s", ...back },
      ]);
      expect(keys(await claim({ now: NOW + 499 }))).toEqual([]);
    });

    test("a lease runs by the process's own milliseconds, whatever the clock does", async () => {
      await add(row("r"));
      await claim({ leaseMs: 100, monotonic: 7 });
      expect(await claim({ now: NOW + 9_000, monotonic: 106 })).toEqual([]);
      expect(keys(await claim({ now: NOW - 9_000, monotonic: 107 }))).toEqual([]);
      expect(keys(await claim({ now: NOW, monotonic: 107 }))).toEqual(["r"]);
    });

    test("who was issued may not be issued by a claim that is over", async () => {
      await add(row("r"));
      const claimed = await claimOne();
      expect(await store().issue(claimed)).toBe(true);
      await store().settle(claimed, { state: "later", due: NOW }, NOW);
      expect(await store().issue(claimed)).toBe(false);
      await store().recover(OURS);
      expect(await claimOne()).toMatchObject({ uncertain: false });
    });

    test("what an older copy still has to say is put down, whatever its account", async () => {
      const outbox = [
        row("sending"),
        row("waiting", "g2"),
        row("theirs", "g3", { account: "other" }),
      ];
      await store().commit(commitOf({ outbox }));
      const [sending] = await store().claim(claimOf({ limit: 1 }));
      const joined = { ...message("2"), kind: "joined" } as const;
      const [asked, came] = await store().accept([message("1"), joined], NOW);
      expect(asked).toBeDefined();
      expect(await store().putDown(NOW + 1)).toEqual({ rows: 3, messages: 1, until: NOW });
      expect(await store().counts()).toMatchObject({ waiting: 0, skipped: 3, unhandled: 1 });
      expect((await store().unhandled(OURS)).map(({ seq }) => seq)).toEqual([came?.seq]);
      expect(await store().claim(claimOf({ now: NOW + 100_000 }))).toEqual([]);
      const late = { state: "sent", receipt: {} } as const;
      expect(sending && (await store().settle(sending, late, NOW))).toBe(false);
      expect(await store().putDown(NOW + 2)).toMatchObject({ rows: 0, messages: 0 });
    });

    test("recover leaves alone what other accounts are sending", async () => {
      await add(row("r"), row("other", "g2", { account: "other" }));
      await claim();
      await claim({ account: "other" });
      expect(await store().recover(OURS)).toBe(1);
      expect(keys(await claim())).toEqual(["r"]);
      expect(await claim({ account: "other" })).toEqual([]);
      expect(await store().recover({ accounts: ["bot", "other"] })).toBe(2);
    });

    test("a claim that is over does not end the next one", async () => {
      await add(row("r"));
      const first = await claimOne({ leaseMs: 100 });
      const second = await claimOne({ now: NOW + 100, leaseMs: 100 });
      const done = { state: "sent", receipt: {} } as const;
      const later = { state: "later", due: NOW, chat: "g9" } as const;
      expect(await store().settle(first, done, NOW + 101)).toBe(false);
      expect(await store().settle(first, later, NOW + 101)).toBe(false);
      expect(await store().counts()).toMatchObject({ waiting: 1, sent: 0 });
      expect(await claim({ now: NOW + 101 })).toEqual([]);
      expect(await store().settle(second, { state: "later", due: NOW }, NOW + 101)).toBe(true);
      expect(await store().settle(second, done, NOW + 101)).toBe(false);
      expect(await claimOne({ now: NOW + 101 })).toMatchObject({
        tries: 3,
        action: { to: { chat: "g1" } },
      });
    });

    test("a claim whose lease ran out may still be ended while nobody has claimed the row anew", async () => {
      await add(row("r"), row("s", "g2", { due: NOW + 100 }));
      const first = await claimOne({ leaseMs: 100 });
      expect(keys(await claim({ now: NOW + 100, busy: ["g1"] }))).toEqual(["s"]);
      expect(await store().settle(first, { state: "sent", receipt: {} }, NOW + 101)).toBe(true);
      expect(await claim({ now: NOW + 101 })).toEqual([]);
      expect(await store().counts()).toMatchObject({ sent: 1 });
    });

    test("500 rows of one client keep nobody else's waiting", async () => {
      const many = Array.from({ length: 500 }, (_, n) => row(`a${n}`, `a${n}`, { due: NOW - 9 }));
      await add(...many);
      await store().commit(commitOf({ client: "b", outbox: [row("b1", "b1"), row("b2", "b2")] }));
      expect(keys(await claim({ limit: 3 }))).toEqual(["a0", "b1", "a1"]);
      const [next] = await claim({ limit: 1 });
      expect(next).toMatchObject({ key: "b2" });
      expect(keys(await claim({ limit: 500 }))).toHaveLength(498);
    });

    test("what is under way is a client's share: who has less of it is next", async () => {
      const of = (client: string, ...outbox: NewRow[]) =>
        store().commit(commitOf({ client, outbox }));
      await add(...["1", "2", "3"].map((n) => row(`a${n}`, `a${n}`)));
      await claim({ limit: 2 });
      await of("b", ...["1", "2", "3"].map((n) => row(`b${n}`, `b${n}`, { due: NOW })));
      expect(keys(await claim({ limit: 3 }))).toEqual(["b1", "b2", "a3"]);
      await of("c", row("c1", "c1", { rank: 0 }), row("c2", "g1", { rank: 2 }), row("c3", "g1"));
      await of("d", row("d1", "g1"));
      expect(keys(await claim({ limit: 2 }))).toEqual(["c1", "d1"]);
      expect(keys(await claim())).toEqual(["b3"]);
    });

    test("outcomes say how far rows have come, by key and client", async () => {
      await add(...["sent", "failed", "under way", "waiting"].map((key) => row(key, key)));
      const [sent, failed] = await claim({ limit: 3 });
      await store().settle(sent ?? NOBODY, { state: "sent", receipt: {} }, NOW);
      await store().settle(failed ?? NOBODY, { state: "failed", why: "gone" }, NOW);
      const asked = ["sent", "failed", "under way", "waiting", "never"];
      expect([...(await store().outcomes("a", asked))].sort()).toEqual([
        ["failed", { state: "failed", why: "gone" }],
        ["sent", { state: "sent" }],
        ["under way", { state: "waiting" }],
        ["waiting", { state: "waiting" }],
      ]);
      expect([...(await store().outcomes("b", asked))]).toEqual([]);
    });

    test("counts say how rows ended, and an ended row stays so", async () => {
      const outcomes: Outcome[] = [
        { state: "sent", receipt: {} },
        { state: "failed", why: "forbidden" },
        { state: "skipped", why: "uncertain" },
        { state: "expired", why: "quiet" },
      ];
      await add(...["1", "2", "3", "4", "5", "6"].map((key) => row(key, key)));
      const rows = await claim({ limit: 5 });
      for (const [n, outcome] of outcomes.entries()) {
        const row = rows[n] ?? { seq: 0, tries: 0 };
        expect(await store().settle(row, outcome, NOW)).toBe(true);
        expect(await store().settle(row, { state: "later", due: NOW }, NOW)).toBe(false);
      }
      const ended = { sent: 1, failed: 1, skipped: 1, expired: 1 };
      expect(await store().counts()).toEqual({
        waiting: 2,
        deadLetters: 0,
        unhandled: 0,
        ...ended,
      });
      expect(await store().counts(OURS)).toEqual(await store().counts());
      expect(await store().counts({ accounts: ["other"] })).toMatchObject({ waiting: 0, sent: 0 });
      const others = [row("7", "7", { account: "other" })];
      await store().commit(commitOf({ client: "b", outbox: others }));
      const none = { sent: 0, failed: 0, skipped: 0, expired: 0 };
      expect([...(await store().countsByClient())].sort()).toEqual([
        ["a", { waiting: 2, ...ended }],
        ["b", { ...none, waiting: 1 }],
      ]);
    });
  });
}
