import type { Tally } from "../../core/rollup.js";
import type { Old } from "../port.js";
import type { CounterTable } from "./counters.js";
import type { EventTable } from "./events.js";
import { readableFact } from "./facts.js";
import type { Fences } from "./fences.js";
import type { Tx } from "./lane.js";
import type { LedgerTable } from "./ledger.js";
import type { Outbox } from "./outbox.js";
import { rollupId } from "./rollups.js";
import type { FactDoc, Tables } from "./tables.js";

type Of = Pick<Tables, "facts" | "rollups"> & {
  readonly fences: Fences;
  readonly tally: Tally;
  readonly parts: {
    readonly events: EventTable;
    readonly outbox: Outbox;
    readonly counters: CounterTable;
    readonly ledger: LedgerTable;
  };
};

/** So many go at once: a piece takes a few milliseconds. */
const PIECE = 200;

/** Forgets what is old, a piece at a time; of several processes that do so each takes what is left. */
export function forgetter({ facts, rollups, fences, tally, parts }: Of) {
  /** A row of the rollups that one of them was added to is sealed with them: it can't be made of its facts any more. */
  async function forget({ session }: Tx, docs: readonly FactDoc[]): Promise<void> {
    const sealed = docs.flatMap((doc) => {
      const fact = readableFact(doc);
      const added = fact && tally.of(doc.client, fact);
      return added ? rollupId({ client: doc.client, ...added }) : [];
    });
    const which = { _id: { $in: [...new Set(sealed)] } };
    if (sealed.length > 0) await rollups.updateMany(which, { $set: { sealed: true } }, { session });
    await facts.deleteMany({ _id: { $in: docs.map(({ _id }) => _id) } }, { session });
  }
  async function forgetFacts({ facts: before, keep }: Old): Promise<void> {
    const kinds = (await facts.distinct("kind")).filter((kind) => !keep.includes(kind));
    for (const kind of kinds)
      for (let after = Number.NEGATIVE_INFINITY; ; ) {
        // A damaged one stays, so each piece begins after the last.
        const old = { kind, at: { $lt: before }, _id: { $gt: after } };
        const docs = await facts.find(old).sort({ _id: 1 }).limit(PIECE).toArray();
        const readable = docs.filter(readableFact);
        if (readable.length > 0) {
          const lane = await fences.ours();
          await lane.run((tx) => forget(tx, readable));
        }
        after = docs.at(-1)?._id ?? 0;
        if (docs.length < PIECE) break;
      }
  }
  /** Does away with a piece after the other, until none is left. */
  async function pieces(some: (tx: Tx) => Promise<boolean>): Promise<void> {
    const lane = await fences.ours();
    while (await lane.run(some));
  }
  return async (old: Old): Promise<void> => {
    await pieces((tx) => parts.events.prune(tx, old.handled, PIECE));
    await pieces((tx) => parts.outbox.prune(tx, old.handled, PIECE));
    await forgetFacts(old);
    await pieces((tx) => parts.counters.prune(tx, old.now, PIECE));
    await pieces((tx) => parts.ledger.prune(tx));
  };
}
