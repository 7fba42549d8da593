import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { UserError } from "../core/errors.js";
import { type ListedOrder, listed } from "../domain/order/listing.js";

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
    const en = config.lang === "en";
    const local = new Intl.DateTimeFormat("sv-SE", {
      timeZone: playbook.timezone,
      dateStyle: "short",
      timeStyle: "short",
    });
    const lines = newest.map(({ amount = "?", currency, foreign, ...of }) =>
      [
        of.order,
        of.at === undefined ? "-" : local.format(of.at),
        foreign ? `${amount} ${currency}${en ? " (foreign)" : "（外币）"}` : amount,
        STATUS[of.status]?.[en ? 1 : 0] ?? of.status,
        ...(of.refunded !== undefined && Number(of.refunded) > 0 ? [`-${of.refunded}`] : []),
        of.member ?? (en ? "nobody's" : "未归属"),
        ...(of.promos.length > 0 ? [of.promos.join(" ")] : []),
      ].join(" | "),
    );
    const foot = en
      ? `${newest.length} of ${count} orders`
      : `共 ${count} 单，显示 ${newest.length}`;
    process.stdout.write(`${[...lines, foot].join("\n")}\n`);
    return 0;
  });
}

const STATUS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  unpaid: ["未付", "not paid"],
  paid: ["已付", "paid"],
  part_refunded: ["部分退款", "partly refunded"],
  refunded: ["已退款", "refunded"],
  cancelled: ["已取消", "cancelled"],
  unknown: ["金额未知", "amount unknown"],
};
