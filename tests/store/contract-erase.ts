import { describe, expect, test } from "vitest";
import type { Erasure } from "../../src/store/erasure.js";
import type { Store } from "../../src/store/port.js";
import { EVER } from "./contract-rollups.js";
import { claimOf, commitOf, member, message, NOW, putMember, row } from "./samples.js";

const DAY = "2026-11-24";

/** Whatever names `gone` goes; its facts lose their member. */
const erasure = (over: Partial<Erasure> = {}): Erasure => ({
  client: "a",
  marks: ["gone"],
  record: ({ key, value }) => (key.includes("gone") ? undefined : { ...value, name: "-" }),
  owner: (owner) => owner === "gone",
  fact: ({ member: _, ...fact }) => fact,
  row: () => true,
  counter: () => true,
  deadLetter: () => true,
  ...over,
});

export function eraseContract(store: () => Store): void {
  describe("an erasure", () => {
    const fill = async () => {
      const said = { kind: "said", at: NOW, group: "g", day: DAY };
      for (const client of ["a", "b"])
        await store().commit(
          commitOf({
            client,
            changes: [
              putMember("gone"),
              putMember("friend", { value: member("of gone"), owner: "gone", rev: 0 }),
              putMember("other"),
              { op: "add", counter: "of/gone", by: 2 },
              { op: "add", counter: "of/other", by: 3 },
            ],
            outbox: [row(`gone ${client}`, "gone"), row(`other ${client}`, "other")],
            facts: [
              { ...said, member: "gone" },
              { ...said, member: "other" },
            ],
          }),
        );
      const [dead] = await store().accept(
        [message("1", { text: "gone" }), message("2", { text: "other" })],
        NOW,
      );
      await store().deadLetter(dead?.seq ?? 0, "bug");
    };

    test("does away with what is marked, in one client alone", async () => {
      await fill();
      const sums = await store().rollups("a", EVER);
      // A claimed row goes too: its claim has ended.
      const claimed = await store().claim(claimOf({ limit: 10 }));
      await store().erase(erasure());
      await store().erase(erasure());
      const members = await store().list("a", "member");
      expect(members.map(({ key, value }) => [key, value.name])).toEqual([
        ["friend", "-"],
        ["other", "other"],
      ]);
      expect(await store().get("a", "member", "gone")).toBeUndefined();
      expect(await store().list("a", "member", "gone")).toEqual([]);
      expect((await store().facts("a")).map((fact) => fact.member)).toEqual([undefined, "other"]);
      expect(await store().rollups("a", EVER)).toEqual(sums);
      expect(await store().rebuildRollups("a", { check: true })).toMatchObject({ different: 0 });
      expect(await store().counter("a", "of/gone")).toBe(0);
      expect(await store().counter("a", "of/other")).toBe(3);
      const rows = await store().outcomes("a", ["gone a", "other a"]);
      expect([...rows.keys()]).toEqual(["other a"]);
      const its = claimed.find(({ key }) => key === "gone a");
      if (its) expect(await store().issue(its)).toBe(false);
      expect(await store().deadLetters({ accounts: ["bot"] })).toEqual([]);
      expect(await store().unhandled({ accounts: ["bot"] })).toHaveLength(1);
      expect(await store().list("b", "member")).toHaveLength(3);
      expect(await store().counter("b", "of/gone")).toBe(2);
    });

    test("changes nothing of what comes back as it was given", async () => {
      await fill();
      const before = await store().list("a", "member");
      await store().erase(
        erasure({
          record: ({ value }) => value,
          fact: (fact) => fact,
          row: () => false,
          counter: () => false,
          deadLetter: () => false,
        }),
      );
      expect(await store().list("a", "member")).toEqual(before);
      expect(await store().facts("a")).toHaveLength(2);
      expect(await store().counter("a", "of/gone")).toBe(2);
      expect(await store().deadLetters({ accounts: ["bot"] })).toHaveLength(1);
    });

    test("keeps whoever read a record before from writing it as it was", async () => {
      await fill();
      const friend = await store().get("a", "member", "friend");
      await store().erase(erasure());
      const stale = putMember("friend", { value: member("of gone"), rev: friend?.rev ?? 0 });
      expect(await store().commit(commitOf({ changes: [stale] }))).toMatchObject({ why: "stale" });
      expect(
        await store().commit(commitOf({ changes: [{ op: "add", counter: "of/gone", by: 1 }] })),
      ).toEqual({ ok: true });
      expect(await store().counter("a", "of/gone")).toBe(1);
    });
  });
}
