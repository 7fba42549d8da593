import { describe, expect, test } from "vitest";
import type { Store } from "../../src/store/port.js";
import { commitOf, message, NOW, OURS, oldAt } from "./samples.js";

export function inboxContract(store: () => Store): void {
  describe("inbox", () => {
    test("the last event of an account is that with the prefix that was accepted last", async () => {
      await store().accept([message("42:7"), message("42:9"), message("42:2")], NOW);
      await store().accept([message("outbox:1"), message("420:1"), message("42:7")], NOW);
      const { account } = message("1");
      expect(await store().lastEvent(account, "42:")).toBe("42:2");
      expect(await store().lastEvent(account, "7:")).toBeUndefined();
      expect(await store().lastEvent("another", "42:")).toBeUndefined();
    });

    test("accept returns the new events only, in order", async () => {
      const first = await store().accept([message("1"), message("2"), message("1")], NOW);
      expect(first.map(({ event }) => event.id)).toEqual(["1", "2"]);
      const again = await store().accept([message("2"), message("3")], NOW);
      expect(again.map(({ event }) => event.id)).toEqual(["3"]);
      const open = await store().unhandled(OURS);
      expect(open.map(({ event }) => event.id)).toEqual(["1", "2", "3"]);
      expect(open[0]).toEqual({ seq: first[0]?.seq, event: message("1") });
    });

    test("one id on two accounts or platforms is two events", async () => {
      const events = [
        message("1"),
        message("1", { account: "other" }),
        message("1", { platform: "wechat" }),
      ];
      expect(await store().accept(events, NOW)).toHaveLength(3);
    });

    test("a dead letter is set aside with its reason", async () => {
      const [one, two] = await store().accept([message("1"), message("2")], NOW);
      await store().deadLetter(one?.seq ?? 0, "bug");
      expect(await store().unhandled(OURS)).toEqual([two]);
      expect(await store().deadLetters(OURS)).toEqual([{ ...one, deadLetter: "bug" }]);
      expect(await store().counts()).toMatchObject({ unhandled: 1, deadLetters: 1 });
    });

    test("a handled event is no dead letter, and stays known", async () => {
      const [one] = await store().accept([message("1")], NOW);
      await store().commit(commitOf({ handles: one?.seq }));
      await store().deadLetter(one?.seq ?? 0, "late");
      expect(await store().unhandled(OURS)).toEqual([]);
      expect(await store().deadLetters(OURS)).toEqual([]);
      expect(await store().revive(one?.seq ?? 0)).toBeUndefined();
      expect(await store().accept([message("1")], NOW)).toEqual([]);
      expect(await store().lastEvent("bot", "")).toBe("1");
    });

    test("a dead letter is taken up again, once", async () => {
      const [one] = await store().accept([message("1")], NOW);
      await store().deadLetter(one?.seq ?? 0, "bug");
      expect(await store().revive(one?.seq ?? 0)).toEqual(one);
      expect(await store().revive(one?.seq ?? 0)).toBeUndefined();
      expect(await store().unhandled(OURS)).toEqual([one]);
      expect(await store().deadLetters(OURS)).toEqual([]);
    });

    test("what another version of the program made a dead letter of is taken up again", async () => {
      const batch = [message("1"), message("2"), message("3"), message("4", { account: "other" })];
      const [mine, older, unnamed, theirs] = await store().accept(batch, NOW);
      await store().deadLetter(mine?.seq ?? 0, "bug", "1.1.0");
      await store().deadLetter(older?.seq ?? 0, "bug", "1.0.0");
      await store().deadLetter(unnamed?.seq ?? 0, "bug");
      await store().deadLetter(theirs?.seq ?? 0, "bug", "1.0.0");
      expect(await store().reviveOlder(OURS, "1.1.0")).toBe(2);
      expect(await store().unhandled(OURS)).toEqual([older, unnamed]);
      expect(await store().reviveOlder(OURS, "1.1.0")).toBe(0);
      expect(await store().counts()).toMatchObject({ deadLetters: 2 });
    });

    test("only what is handled and old is forgotten", async () => {
      const batch = [message("old"), message("open"), message("dead")];
      const [old, , aside] = await store().accept(batch, NOW);
      const [fresh] = await store().accept([message("new")], NOW + 2);
      await store().commit(commitOf({ handles: old?.seq }));
      await store().commit(commitOf({ handles: fresh?.seq }));
      await store().deadLetter(aside?.seq ?? 0, "bug");
      await store().prune(oldAt(NOW + 1));
      const again = await store().accept([...batch, message("new")], NOW);
      expect(again.map(({ event }) => event.id)).toEqual(["old"]);
    });

    test("no number of an event is given twice, when all before are forgotten", async () => {
      const [first] = await store().accept([message("1")], NOW);
      await store().commit(commitOf({ handles: first?.seq }));
      await store().prune(oldAt(NOW + 1));
      const [second] = await store().accept([message("2")], NOW + 1);
      expect(second?.seq).toBeGreaterThan(first?.seq ?? 0);
    });

    test("what other accounts have accepted is theirs", async () => {
      const other = { account: "other" };
      const batch = [message("1"), message("1", other), message("2", other)];
      const [mine, theirs, dead] = await store().accept(batch, NOW);
      await store().deadLetter(dead?.seq ?? 0, "bug");
      expect(await store().unhandled(OURS)).toEqual([mine]);
      expect(await store().unhandled({ accounts: ["nobody", "other"] })).toEqual([theirs]);
      expect(await store().unhandled({ accounts: ["other", "bot"] })).toEqual([mine, theirs]);
      expect(await store().unhandled({ accounts: [] })).toEqual([]);
      expect(await store().deadLetters(OURS)).toEqual([]);
      expect(await store().deadLetters({ accounts: ["other"] })).toHaveLength(1);
      expect(await store().counts(OURS)).toMatchObject({ unhandled: 1, deadLetters: 0 });
      expect(await store().counts()).toMatchObject({ unhandled: 2, deadLetters: 1 });
    });

    test("no event is an empty batch", async () => {
      expect(await store().accept([], NOW)).toEqual([]);
    });
  });
}
