import type { Rollup } from "../../core/rollup.js";
import type { RollupRange } from "../rebuilt.js";
import type { Addend } from "../sums.js";
import type { Tx } from "./lane.js";
import { headOf, idOf } from "./names.js";
import type { RollupDoc, Tables } from "./tables.js";

type Adding = Pick<Tables, "rollups">["rollups"];
export type RollupTable = ReturnType<typeof rollupTable>;

export const rollupId = ({ client, day, group }: Omit<Addend, "sums">) => idOf(client, day, group);

/** Sums by client, local day and group. The day comes first, so that a report reads one stretch of rows. */
export function rollupTable({ rollups }: Pick<Tables, "rollups">) {
  return {
    add: (tx: Tx, added: readonly Addend[]) => addUp(rollups, added, tx),
    async list(client: string, { from, to, group }: RollupRange): Promise<Rollup[]> {
      const _id = { $gte: `${headOf(client, from)}/`, $lt: `${headOf(client, to)}0` };
      const found = await rollups
        .find({ _id, ...(group !== undefined && { group }) })
        .sort({ _id: 1 })
        .toArray();
      return found.map(({ day, group: of, sums }) => ({ day, group: of, sums }));
    },
  };
}

/** Adds to rows, and makes those that are missing. */
export async function addUp(into: Adding, added: readonly Addend[], tx?: Tx): Promise<void> {
  if (added.length === 0) return;
  const operations = added.map((one) => {
    const { client, day, group, sums } = one;
    const by = Object.entries(sums).map(([name, value]) => [`sums.${name}`, value]);
    const fresh = { client, day, group, ...(by.length === 0 && { sums }) };
    const update = {
      ...(by.length > 0 && { $inc: Object.fromEntries(by) }),
      $setOnInsert: fresh,
    };
    return { updateOne: { filter: { _id: rollupId(one) }, update, upsert: true } };
  });
  await into.bulkWrite(operations, tx && { session: tx.session });
}

/** A row of sums as it is written anew. */
export const rollupDoc = (one: Addend): RollupDoc => ({ _id: rollupId(one), ...one });
