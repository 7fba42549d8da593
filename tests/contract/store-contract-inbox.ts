import { describe, expect, test } from "@jest/globals";
import type { Store } from "../../src/store/port.js";
import { commitOf, message, NOW } from "./store-samples.js";

export function inboxContract(store: () => Store): void {
  describe("inbox", () => {
    test("accept returns the new events only, in order", async () => {
      const first = await store().accept([message("1"), message("2"), message("1")], NOW);
      expect(first.map(({ event }) => event.id)).toEqual(["1", "2"]);
      const again = await store().accept([message("2"), message("3")], NOW);
      expect(again.map(({ event }) => event.id)).toEqual(["3"]);
      const open = await store().unhandled();
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

    test("a parked event is set aside with its reason", async () => {
      const [one, two] = await store().accept([message("1"), message("2")], NOW);
      await store().park(one?.seq ?? 0, "bug");
      expect(await store().unhandled()).toEqual([two]);
      expect(await store().parked()).toEqual([{ ...one, parked: "bug" }]);
      expect(await store().counts()).toMatchObject({ unhandled: 1, parked: 1 });
    });

    test("a handled event is not parked, and stays known", async () => {
      const [one] = await store().accept([message("1")], NOW);
      await store().commit(commitOf({ handles: one?.seq }));
      await store().park(one?.seq ?? 0, "late");
      expect(await store().unhandled()).toEqual([]);
      expect(await store().parked()).toEqual([]);
      expect(await store().accept([message("1")], NOW)).toEqual([]);
    });

    test("a parked event is taken up again, once", async () => {
      const [one] = await store().accept([message("1")], NOW);
      await store().park(one?.seq ?? 0, "bug");
      expect(await store().unpark(one?.seq ?? 0)).toEqual(one);
      expect(await store().unpark(one?.seq ?? 0)).toBeUndefined();
      expect(await store().unhandled()).toEqual([one]);
      expect(await store().parked()).toEqual([]);
    });

    test("only what is handled and old is forgotten", async () => {
      const batch = [message("old"), message("open"), message("parked")];
      const [old, , aside] = await store().accept(batch, NOW);
      const [fresh] = await store().accept([message("new")], NOW + 2);
      await store().commit(commitOf({ handles: old?.seq }));
      await store().commit(commitOf({ handles: fresh?.seq }));
      await store().park(aside?.seq ?? 0, "bug");
      await store().prune(NOW + 1);
      const again = await store().accept([...batch, message("new")], NOW);
      expect(again.map(({ event }) => event.id)).toEqual(["old"]);
    });

    test("no event is an empty batch", async () => {
      expect(await store().accept([], NOW)).toEqual([]);
    });
  });
}
