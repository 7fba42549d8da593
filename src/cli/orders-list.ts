import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { UserError } from "../core/errors.js";
import { type ListedOrder, listed } from "../domain/order/listing.js";
import { listingLines } from "../domain/order/listing-lines.js";

export type OrdersListOptions = {
  readonly client: string;
  readonly limit: string;
  readonly unmatched?: boolean;
  readonly json?: boolean;
};

/**
 * `suanpan orders list --client C`: the newest orders first.
 * @returns the exit code. @throws UserError LIMIT_INVALID and those of the store.
 */
export async function listOrders(options: OrdersListOptions, config: Config): Promise<number> {
  if (!/^[1-9]\d{0,6}$/.test(options.limit)) {
    throw new UserError("LIMIT_INVALID", { value: options.limit });
  }
  const limit = Number(options.limit);
  return withClientStore(options.client, config, async ({ store, playbook }) => {
    let newest: ListedOrder[] = [];
    let count = 0;
    const trim = () => {
      newest.sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
      newest = newest.slice(0, limit);
    };
    for await (const { key, value } of store.walk(options.client, "order")) {
      if (options.unmatched && value.member !== undefined) continue;
      count++;
      newest.push(listed(key, value, playbook.currency));
      if (newest.length > 2 * limit + 1_000) trim();
    }
    trim();
    if (options.json) {
      const orders = newest.map(({ at, ...order }) => ({
        ...order,
        ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
      }));
      process.stdout.write(
        `${JSON.stringify({ client: options.client, count, orders }, null, 2)}\n`,
      );
      return 0;
    }
    const lines = listingLines({ orders: newest, count, zone: playbook.timezone }, config.lang);
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  });
}
