import { describe, expect, test } from "vitest";
import type { Store } from "../../src/store/port.js";
import { claimOf, commitOf, keys, member, message, NOW, OURS, putMember, row } from "./samples.js";

const one = (limit?: number) => ({ op: "add", counter: "budget", by: 1, limit }) as const;

export function commitContract(store: () => Store): void {
  describe("commit", () => {
    test("100 concurrent adds against a limit of 10 give exactly 10", async () => {
      const commits = Array.from({ length: 100 }, () => commitOf({ changes: [one(10)] }));
      const results = await Promise.all(commits.map((commit) => store().commit(commit)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(10);
      expect(results.find(({ ok }) => !ok)).toEqual({ ok: false, why: "limit", key: "budget" });
      expect(await store().counter("a", "budget")).toBe(10);
    });

    test("a counter without a limit goes on, and what is given back counts", async () => {
      await store().commit(commitOf({ changes: [one(), one(), one()] }));
      const back = { ...one(1), by: -1 };
      expect(await store().commit(commitOf({ changes: [back] }))).toEqual({ ok: true });
      expect(await store().counter("a", "budget")).toBe(2);
      expect(await store().counter("a", "other")).toBe(0);
    });

    test.each([
      ["stale", putMember("m", { rev: 7 }), { key: "m", rev: 0 }],
      ["stale", putMember("kept", { rev: 7 }), { key: "kept", rev: 1 }],
      ["limit", { op: "add", counter: "full", by: 2, limit: 1 }, { key: "full" }],
    ] as const)("%s leaves nothing behind", async (why, bad, refused) => {
      await store().commit(commitOf({ changes: [putMember("kept"), putMember("gone")] }));
      const [event] = await store().accept([message("1")], NOW);
      const changes = [
        putMember("new"),
        { op: "remove", kind: "member", key: "gone" } as const,
        one(),
        bad,
      ];
      const facts = [{ kind: "said", at: NOW }];
      const failed = commitOf({ handles: event?.seq, changes, outbox: [row("r")], facts });
      expect(await store().commit(failed)).toEqual({ ok: false, why, ...refused });
      expect(keys(await store().list("a", "member"))).toEqual(["gone", "kept"]);
      expect(await store().counter("a", "budget")).toBe(0);
      expect(await store().claim(claimOf())).toEqual([]);
      expect(await store().facts("a")).toEqual([]);
      expect(await store().unhandled(OURS)).toEqual([event]);
    });

    test("a refused decision leaves those of the same moment alone, and reads see what stands", async () => {
      await store().commit(commitOf({ changes: [putMember("m", { rev: 0 })] }));
      const read = async () => (await store().get("a", "member", "m"))?.value.name;
      const named = (name: string, rev: number) => putMember("m", { rev, value: member(name) });
      const results = await Promise.all([
        store().commit(commitOf({ changes: [named("first", 1)], outbox: [row("r1")] })),
        store().commit(commitOf({ changes: [named("late", 1)], outbox: [row("r2")] })),
        store().commit(commitOf({ changes: [named("over", 2), one(0)], outbox: [row("r3")] })),
        store().commit(commitOf({ changes: [one()], outbox: [row("r4", "g2")] })),
      ]);
      expect(results.map(({ ok }) => ok)).toEqual([true, false, false, true]);
      expect(await read()).toBe("first");
      expect((await store().get("a", "member", "m"))?.rev).toBe(2);
      expect(keys(await store().claim(claimOf()))).toEqual(["r1", "r4"]);
      await store().commit(commitOf({ changes: [{ op: "remove", kind: "member", key: "m" }] }));
      expect(await read()).toBeUndefined();
    });

    test("an event is handled once; the second decision on it does nothing", async () => {
      const [event] = await store().accept([message("1")], NOW);
      const facts = [{ kind: "said", at: NOW }];
      const decision = commitOf({ handles: event?.seq, changes: [one()], facts });
      expect(await store().commit(decision)).toEqual({ ok: true });
      const second = { ...decision, outbox: [row("r")] };
      expect(await store().commit(second)).toEqual({ ok: true });
      expect(await store().counter("a", "budget")).toBe(1);
      expect(await store().facts("a")).toHaveLength(1);
      expect(await store().claim(claimOf())).toEqual([]);
    });

    test("a dead letter can still be handled", async () => {
      const [event] = await store().accept([message("1")], NOW);
      await store().deadLetter(event?.seq ?? 0, "bug");
      await store().commit(commitOf({ handles: event?.seq, changes: [one()] }));
      expect(await store().deadLetters(OURS)).toEqual([]);
      expect(await store().counter("a", "budget")).toBe(1);
    });

    test("clients do not see each other", async () => {
      const full = { changes: [putMember("m", { owner: "g" }), one(1)], outbox: [row("r")] };
      const facts = [{ kind: "said", at: NOW }];
      const name = member("b's");
      await store().commit(commitOf({ ...full, facts }));
      expect(await store().get("b", "member", "m")).toBeUndefined();
      expect(await store().list("b", "member")).toEqual([]);
      expect(await store().list("b", "member", "g")).toEqual([]);
      expect(await store().counter("b", "budget")).toBe(0);
      expect(await store().facts("b")).toEqual([]);
      const changes = [putMember("m", { rev: 0, value: name }), one(1)];
      const other = commitOf({ client: "b", changes, outbox: [row("r", "g2")] });
      expect(await store().commit(other)).toEqual({ ok: true });
      expect((await store().get("a", "member", "m"))?.value).toEqual(member("m"));
      const rows = await store().claim(claimOf());
      expect(rows.map(({ client, key }) => [client, key])).toEqual([
        ["a", "r"],
        ["b", "r"],
      ]);
    });
  });
}
