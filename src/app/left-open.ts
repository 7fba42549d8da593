import type { Taken } from "../engine/inbound.js";
import type { Store } from "../store/port.js";
import { shopAccount } from "./shop-account.js";

type Deps = {
  readonly store: Pick<Store, "unhandled">;
  /** Those that this process is. */
  readonly accounts: () => readonly string[];
  readonly take: (accepted: Taken) => Promise<void>;
  readonly isUnderWay: (seq: number) => boolean;
};

/**
 * Events of clients that were left out at the start stay open in the inbox until their files are right: here it is
 * known which, and the store keeps them over a restart.
 */
export function createLeftOpen({ store, accounts, take, isUnderWay }: Deps) {
  const open = new Set<number>();
  return {
    add: (seq: number): void => void open.add(seq),
    /** Takes up what was left open, and what the shops of these clients, who have come, told before. */
    async takeUp(come: readonly string[]): Promise<void> {
      const shops = come.map(shopAccount);
      if (open.size + shops.length === 0) return;
      const of = { accounts: [...(open.size > 0 ? accounts() : []), ...shops] };
      for (const one of await store.unhandled(of)) {
        const wasLeft = open.delete(one.seq);
        if (wasLeft || (shops.includes(one.event.account) && !isUnderWay(one.seq))) void take(one);
      }
    },
  };
}
