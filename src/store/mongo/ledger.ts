import type { Instant } from "../../core/event.js";
import type { LedgerEntry } from "../../core/ledger-entry.js";
import type { Claimed } from "../port.js";
import type { Fences } from "./fences.js";
import type { Tx } from "./lane.js";
import type { Numbers } from "./numbers.js";
import type { LedgerDoc, Tables } from "./tables.js";

/** What is older than an account's newest entry by more is forgotten; no limit looks back further than a day. */
const KEPT_MS = 2 * 86_400_000;

type Of = Pick<Tables, "ledger"> & { readonly fences: Fences; readonly numbers: Numbers };
export type LedgerTable = ReturnType<typeof ledgerTable>;

/** What a claim of a row is about to do, if that is entered. */
export type ClaimEntry = {
  readonly claimed: Claimed;
  readonly entry?: Omit<LedgerDoc, "_id"> | undefined;
};

/** A claim of a row has one entry at most, however often it is written. */
export const ofClaim = ({ seq, tries }: Claimed) => `row ${seq} ${tries}`;

/** What accounts did lately. */
export function ledgerTable({ ledger, fences, numbers }: Of) {
  async function write({ session }: Tx, docs: readonly LedgerDoc[]): Promise<void> {
    if (docs.length === 0) return;
    const operations = docs.map(({ _id, ...doc }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: doc }, upsert: true },
    }));
    await ledger.bulkWrite(operations, { session });
  }

  return {
    next: () => numbers.take("ledger", 1),
    enterClaims: (tx: Tx, all: readonly ClaimEntry[]) =>
      write(
        tx,
        all.flatMap(({ claimed, entry }) => (entry ? { _id: ofClaim(claimed), ...entry } : [])),
      ),
    async enter(account: string, entry: LedgerEntry): Promise<void> {
      const seq = await numbers.take("ledger", 1);
      const lane = await fences.account(account);
      await lane.run((tx) => write(tx, [{ _id: `act ${seq}`, account, seq, ...entry }]));
    },
    /** What rows' claims turned out not to have done. */
    async takeBack({ session }: Tx, all: readonly Pick<ClaimEntry, "claimed">[]): Promise<void> {
      const ids = all.map(({ claimed }) => ofClaim(claimed));
      if (ids.length > 0) await ledger.deleteMany({ _id: { $in: ids } }, { session });
    },
    async after(account: string, at: Instant): Promise<readonly LedgerEntry[]> {
      const found = ledger.find({ account, at: { $gt: at } }).sort({ at: 1, seq: 1 });
      return (await found.toArray()).map(
        ({ _id, account: _account, seq: _seq, ...entry }) => entry,
      );
    },
    async prune({ session }: Tx): Promise<boolean> {
      for (const account of await ledger.distinct("account", {}, { session })) {
        const all = ledger.find({ account }, { session });
        const [newest] = await all.sort({ at: -1 }).limit(1).toArray();
        const old = { account, at: { $lt: (newest?.at ?? 0) - KEPT_MS } };
        if (newest) await ledger.deleteMany(old, { session });
      }
      return false;
    },
  };
}
