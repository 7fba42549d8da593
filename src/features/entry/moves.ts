import { UserError } from "../../core/errors.js";
import { known } from "../../engine/commands/ask.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Change } from "../../store/port.js";
import { groupOperations } from "../group/operations.js";
import type { AccountWay } from "./account-ways.js";
import { type PoolStand, poolStand, type StandDeps } from "./pool-stand.js";
import { watchPictures } from "./watch.js";

/** A pool as it stands, and the account to which it is to be moved. */
type Plan = { readonly stand: PoolStand; readonly way: AccountWay };
type Of = { readonly pool: string; readonly account: string; readonly by: string };

const CANT = {
  silent: "ENTRY_ACCOUNT_SILENT",
  off: "ENTRY_ACCOUNT_OFF",
  full: "ENTRY_ACCOUNT_FULL",
  paused: "ENTRY_ACCOUNT_PAUSED",
  closed: "ENTRY_ACCOUNT_CLOSED",
} as const;

/** The move of a pool's newcomers to the groups of one account, and back. */
export function moveOperations(deps: StandDeps) {
  const { store, clock } = deps;

  /** How a pool stands. @throws UserError ENTRY_POOL_UNKNOWN */
  async function stand(client: string, pool: string): Promise<PoolStand> {
    known("ENTRY_POOL_UNKNOWN", pool, groupOperations(deps).pools(client));
    return poolStand(deps, client, pool);
  }

  /** @throws UserError ENTRY_POOL_UNKNOWN, ENTRY_ACCOUNT_UNKNOWN and those of an account that takes nobody now */
  async function plan(client: string, pool: string, account: string): Promise<Plan> {
    const found = await stand(client, pool);
    const way = found.ways.find((one) => one.account === account);
    if (!way) {
      const accounts = found.ways.map((one) => one.account).join(", ") || "-";
      throw new UserError("ENTRY_ACCOUNT_UNKNOWN", { pool, account, client, known: accounts });
    }
    if (found.move?.account !== account && way.state !== "open")
      throw new UserError(CANT[way.state], { pool, account, client });
    return { stand: found, way };
  }

  return {
    stand,
    plan,
    /**
     * Leads a pool's newcomers to the groups of one account alone.
     * @returns how it was before: moved to that account already, nothing is done
     * @throws UserError as `plan`
     */
    async move(client: string, { pool, account, by }: Of): Promise<Plan> {
      let before = await plan(client, pool, account);
      await commitWithRetry(store, async () => {
        const record = await store.get(client, "pool-move", pool);
        before = await plan(client, pool, account);
        if (record?.value.account === account) return undefined;
        const at = clock.now();
        const from = record?.value.account;
        const data = { pool, to: account, by, ...(from === undefined ? {} : { from }) };
        return {
          ...{ client, outbox: [], facts: [{ kind: "entry_moved", at, data }] },
          changes: [
            {
              ...{ op: "put", kind: "pool-move", key: pool, rev: record?.rev ?? 0 },
              value: { account, at, by },
            } as const,
          ],
        };
      });
      await watchPictures(deps, client);
      return before;
    },
    /**
     * Leads a pool's newcomers to all its groups again.
     * @returns how it stands then
     * @throws UserError ENTRY_POOL_UNKNOWN, ENTRY_NOT_MOVED
     */
    async back(client: string, { pool, by }: Omit<Of, "account">): Promise<PoolStand> {
      await stand(client, pool);
      await commitWithRetry(store, async () => {
        const record = await store.get(client, "pool-move", pool);
        if (!record) throw new UserError("ENTRY_NOT_MOVED", { pool });
        const { value, rev } = record;
        const head = { kind: "pool-move", key: pool } as const;
        // The put fails where somebody else was first.
        const changes: Change[] = [
          { op: "put", ...head, value, rev },
          { op: "remove", ...head },
        ];
        const data = { pool, from: value.account, by };
        const facts = [{ kind: "entry_moved_back", at: clock.now(), data }];
        return { client, changes, outbox: [], facts };
      });
      await watchPictures(deps, client);
      return stand(client, pool);
    },
  };
}
