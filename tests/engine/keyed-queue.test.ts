import fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedQueue } from "../../src/engine/keyed-queue.js";

const KEYS = ["a", "b", "c", "d"] as const;
const tasks = fc.array(fc.subarray([...KEYS], { minLength: 1 }), { minLength: 1, maxLength: 25 });

test("whatever keys tasks share and however long each takes: all end, those that share one in order and never together", async () => {
  await fc.assert(
    fc.asyncProperty(tasks, fc.scheduler(), async (all, scheduler) => {
      const queue = createKeyedQueue();
      const busy = new Set<string>();
      const ended: number[] = [];
      const runs = all.map((keys, n) =>
        queue.run(keys, async () => {
          expect(keys.filter((key) => busy.has(key))).toEqual([]);
          for (const key of keys) busy.add(key);
          await scheduler.schedule(Promise.resolve(), `task ${n}`);
          for (const key of keys) busy.delete(key);
          ended.push(n);
        }),
      );
      await scheduler.waitFor(Promise.all(runs));
      for (const key of KEYS) {
        const own = ended.filter((n) => all[n]?.includes(key));
        expect(own).toEqual([...own].sort((x, y) => x - y));
      }
      expect(ended).toHaveLength(all.length);
    }),
  );
});

test("tasks that share no key run side by side", async () => {
  const queue = createKeyedQueue();
  let open = () => {};
  const slow = queue.run(["a", "b"], () => new Promise((resolve) => (open = resolve)));
  const done: string[] = [];
  await queue.run(["c"], async () => void done.push("c"));
  const waits = queue.run(["b", "c"], async () => void done.push("bc"));
  await queue.run(["d"], async () => void done.push("d"));
  expect(done).toEqual(["c", "d"]);
  open();
  await Promise.all([slow, waits]);
  expect(done).toEqual(["c", "d", "bc"]);
});

test("a task that fails holds up nobody behind it, and idle waits for all", async () => {
  const queue = createKeyedQueue();
  const done: string[] = [];
  const fails = queue.run(["a", "b"], async () => {
    await null;
    throw new Error("a bug");
  });
  void queue.run(["b"], async () => void done.push("b"));
  void queue.run(["a", "b", "c"], async () => void done.push("abc"));
  await expect(fails).rejects.toThrow("a bug");
  await queue.idle();
  expect(done).toEqual(["b", "abc"]);
});
