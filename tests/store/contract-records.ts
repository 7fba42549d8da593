import { describe, expect, test } from "vitest";
import type { Store } from "../../src/store/port.js";
import { claimOf, commitOf, keys, member, NOW, OURS, putMember, row } from "./samples.js";

export function recordContract(store: () => Store): void {
  const put = (...changes: ReturnType<typeof putMember>[]) => store().commit(commitOf({ changes }));

  const dueOf = (over: Partial<Parameters<Store["due"]>[0]> = {}) =>
    store().due({ clients: OURS.clients, now: NOW, limit: 10, ...over });

  describe("records", () => {
    test("put, get and remove; every put raises the revision", async () => {
      expect(await store().get("a", "member", "m")).toBeUndefined();
      await put(putMember("m"));
      await put(putMember("m", { value: member("new") }));
      const found = await store().get("a", "member", "m");
      expect(found).toEqual({ kind: "member", key: "m", rev: 2, value: member("new") });
      await put({ op: "remove", kind: "member", key: "m" });
      expect(await store().get("a", "member", "m")).toBeUndefined();
    });

    test("a conditional put needs the revision it names", async () => {
      const stale = (rev: number) => ({ ok: false, why: "stale", key: "m", rev });
      expect(await put(putMember("m", { rev: 1 }))).toEqual(stale(0));
      expect(await put(putMember("m", { rev: 0 }))).toEqual({ ok: true });
      expect(await put(putMember("m", { rev: 0 }))).toEqual(stale(1));
      expect(await put(putMember("m", { rev: 1 }))).toEqual({ ok: true });
      expect(await put(putMember("m", { rev: 1 }))).toEqual(stale(2));
    });

    test("find gives those of the named that there are, of one client and kind", async () => {
      await put(putMember("m", { owner: "g", due: NOW }), putMember("n"), putMember("o"));
      await put(putMember("n", { value: member("new") }));
      await store().commit(commitOf({ client: "b", changes: [putMember("p")] }));
      const found = await store().find("a", "member", ["n", "nobody", "m", "n", "p"]);
      expect([...found.keys()].sort()).toEqual(["m", "n"]);
      expect(found.get("m")).toEqual(await store().get("a", "member", "m"));
      expect(found.get("n")).toMatchObject({ rev: 2, value: { name: "new" } });
      expect((await store().find("a", "group", ["m"])).size).toBe(0);
      expect((await store().find("a", "member", [])).size).toBe(0);
      const all = Array.from({ length: 3_000 }, (_, n) => `nobody ${n}`);
      expect([...(await store().find("a", "member", [...all, "o"])).keys()]).toEqual(["o"]);
    });

    test("many new records in one commit are written, or none when one is there already", async () => {
      const names = Array.from({ length: 260 }, (_, n) => `m${String(n).padStart(3, "0")}`);
      const news = names.map((name) => putMember(name, { rev: 0, owner: "g" }));
      await put(putMember("m123"));
      expect(await put(...news)).toEqual({ ok: false, why: "stale", key: "m123", rev: 1 });
      expect(keys(await store().list("a", "member"))).toEqual(["m123"]);
      await put({ op: "remove", kind: "member", key: "m123" });
      expect(await put(...news)).toEqual({ ok: true });
      expect(keys(await store().list("a", "member", "g"))).toEqual(names);
      expect(await store().get("a", "member", "m259")).toMatchObject({ rev: 1 });
      const twice = [...news.slice(0, 1), ...news].map((each) => ({ ...each, key: `x${each.op}` }));
      expect(await put(...twice)).toMatchObject({ ok: false, why: "stale" });
      expect((await store().list("a", "member")).length).toBe(260);
    });

    test("list goes by key, of one owner when given", async () => {
      await put(putMember("c", { owner: "g" }), putMember("b"), putMember("a", { owner: "g" }));
      expect(keys(await store().list("a", "member"))).toEqual(["a", "b", "c"]);
      expect(keys(await store().list("a", "member", "g"))).toEqual(["a", "c"]);
      expect(await store().list("a", "group")).toEqual([]);
    });

    test("due records come earliest first; a put without due clears it", async () => {
      await put(putMember("late", { due: NOW + 1 }), putMember("b", { due: NOW }));
      await put(putMember("a", { due: NOW - 5 }));
      const due = await dueOf({ limit: 10 });
      expect(due.map(({ client, key, due }) => [client, key, due])).toEqual([
        ["a", "a", NOW - 5],
        ["a", "b", NOW],
      ]);
      expect(keys(await dueOf({ limit: 1 }))).toEqual(["a"]);
      await put(putMember("a"));
      expect(keys(await dueOf({ limit: 10 }))).toEqual(["b"]);
    });

    test("nextDue is the earliest of records and waiting rows", async () => {
      expect(await store().nextDue(OURS)).toBeUndefined();
      await put(putMember("m", { due: NOW + 20 }));
      expect(await store().nextDue(OURS)).toBe(NOW + 20);
      await store().commit(commitOf({ outbox: [row("r", "g1", { due: NOW + 10 })] }));
      expect(await store().nextDue(OURS)).toBe(NOW + 10);
      const earlier = { account: "other", unasked: true, due: NOW + 9 };
      await store().commit(commitOf({ outbox: [row("other", "g1", earlier)] }));
      expect(await store().nextDue(OURS)).toBe(NOW + 10);
      const all = { ...OURS, accounts: ["bot", "other"] };
      expect(await store().nextDue(all)).toBe(NOW + 9);
      expect(await store().nextDue({ ...OURS, accounts: [] })).toBe(NOW + 20);
      expect(await store().nextDue({ ...OURS, clients: ["b"] })).toBe(NOW + 10);
      await store().claim(claimOf({ account: "other", now: NOW + 10 }));
      await store().claim(claimOf({ now: NOW + 10 }));
      expect(await store().nextDue(all)).toBe(NOW + 20);
    });

    test("due records are those of the clients that are asked for, by turns", async () => {
      const changes = ["1", "2", "3"].map((key) => putMember(key, { due: NOW - 1 }));
      await store().commit(commitOf({ changes }));
      await store().commit(commitOf({ client: "b", changes: [putMember("4", { due: NOW })] }));
      await store().commit(commitOf({ client: "c", changes: [putMember("5", { due: NOW })] }));
      const shown = async (of: Partial<Parameters<Store["due"]>[0]>) =>
        (await dueOf(of)).map(({ client, key }) => `${client}${key}`);
      expect(await shown({ limit: 2 })).toEqual(["a1", "b4", "a2"]);
      expect(await shown({ clients: ["b", "a"] })).toEqual(["b4", "a1", "a2", "a3"]);
      expect(await shown({ clients: [] })).toEqual([]);
    });

    test("a postponed record is not due until then, and stays as it is", async () => {
      await put(putMember("stuck", { due: NOW - 9 }), putMember("b", { due: NOW }));
      const [stuck] = await dueOf({ limit: 1 });
      if (!stuck) throw new Error("nothing is due");
      await store().postpone("a", stuck, NOW + 50);
      expect(keys(await dueOf({ limit: 1 }))).toEqual(["b"]);
      await put(putMember("b"));
      expect(await store().nextDue(OURS)).toBe(NOW + 50);
      expect(await dueOf({ now: NOW + 49 })).toEqual([]);
      expect(await dueOf({ now: NOW + 50 })).toEqual([stuck]);
      expect(await store().get("a", "member", "stuck")).toMatchObject({ rev: 1, due: NOW - 9 });
      await put(putMember("stuck", { rev: 1, due: NOW + 20 }));
      await store().postpone("a", stuck, NOW + 99);
      expect(keys(await dueOf({ now: NOW + 20 }))).toEqual(["stuck"]);
    });

    test("a record that was read or written can't be changed behind the store's back", async () => {
      const written = putMember("m", { rev: 0 });
      await put(written);
      const change = (value: object) => {
        // A copy takes the change and keeps it to itself; a shared record refuses it.
        try {
          Object.assign(value, { name: "changed" });
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      };
      if (written.op === "put") change(written.value);
      const first = await store().get("a", "member", "m");
      if (first) change(first.value);
      expect((await store().get("a", "member", "m"))?.value.name).toBe("m");
    });
  });

  test("a list may be cut to its first records", async () => {
    const names = ["a", "b", "c"];
    const changes = names.map((name) => putMember(name, { owner: "g" }));
    await store().commit(commitOf({ changes }));
    const first = await store().list("a", "member", undefined, 2);
    expect(first.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(await store().list("a", "member", "g", 1)).toHaveLength(1);
  });

  test("a walk meets every record of its kind and client once, by key order", async () => {
    const names = Array.from({ length: 2_500 }, (_, n) => `m${String(n).padStart(5, "0")}`);
    await store().commit(commitOf({ changes: names.map((name) => putMember(name)) }));
    const met: string[] = [];
    for await (const { key } of store().walk("a", "member")) met.push(key);
    expect(met).toEqual(names);
    for await (const one of store().walk("b", "member")) throw new Error(`another's ${one.key}`);
  });

  describe("facts and versions", () => {
    test("facts keep their order, of one kind when asked", async () => {
      const joined = { kind: "joined", at: NOW, group: "g", data: { n: 1, ok: true } };
      const left = { kind: "left", at: NOW + 1, member: "m" };
      await store().commit(commitOf({ facts: [left, joined] }));
      expect(await store().facts("a")).toEqual([left, joined]);
      expect(await store().facts("a", "joined")).toEqual([joined]);
    });

    test("a version keeps its first content", async () => {
      await store().saveVersion("a", "h", "one", "li", NOW);
      await store().saveVersion("a", "h", "two", "li", NOW);
      expect(await store().version("a", "h")).toBe("one");
      expect(await store().version("b", "h")).toBeUndefined();
    });
  });
}
