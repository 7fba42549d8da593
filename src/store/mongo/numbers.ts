import type { Tables } from "./tables.js";

/** So many numbers at least are taken at once; what a process doesn't use of them nobody does. */
const BLOCK = 1_000;

type Series = "events" | "rows" | "facts" | "ledger";
export type Numbers = ReturnType<typeof createNumbers>;

/** Numbers that are given once, and ever higher in one process. */
export function createNumbers({ sequences }: Pick<Tables, "sequences">) {
  const blocks = new Map<Series, { next: number; end: number }>();
  let turn: Promise<unknown> = Promise.resolve();

  async function take(series: Series, count: number): Promise<number> {
    const block = blocks.get(series);
    if (block && block.end - block.next >= count) {
      block.next += count;
      return block.next - count;
    }
    const size = Math.max(BLOCK, count);
    const taken = await sequences.findOneAndUpdate(
      { _id: series },
      { $inc: { next: size } },
      { upsert: true, returnDocument: "after" },
    );
    const end = (taken?.next ?? size) + 1;
    blocks.set(series, { next: end - size + count, end });
    return end - size;
  }
  return {
    /** @returns the first of `count` numbers in a row. */
    take(series: Series, count: number): Promise<number> {
      const taken = turn.then(() => take(series, count));
      turn = taken.catch(() => {});
      return taken;
    },
    /** From now on higher ones than anybody has taken: what was another's goes on in its order. */
    discard: () => blocks.clear(),
  };
}
