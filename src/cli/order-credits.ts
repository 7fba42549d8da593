import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { UserError } from "../core/errors.js";
import { attributionLines, dimensionOf } from "../domain/order/attribution-lines.js";
import { attributionDimensions } from "../domain/order/attribution-report.js";
import { attributionOperations } from "../features/order/attribution-operations.js";

export type OrderCreditsOptions = {
  readonly client: string;
  readonly by: string;
  readonly json?: boolean;
};

/**
 * `suanpan orders credits --client C`: what the members' orders are credited to.
 * @returns the exit code. @throws UserError CREDITS_BY and those of the store.
 */
export async function orderCredits(options: OrderCreditsOptions, config: Config): Promise<number> {
  const by = dimensionOf(options.by);
  if (!by) {
    throw new UserError("CREDITS_BY", {
      value: options.by,
      known: attributionDimensions.join(", "),
    });
  }
  return withClientStore(options.client, config, async ({ client, store, playbooks }) => {
    const report = await attributionOperations({ store, playbooks }).orderCredits(client, by);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ client, ...report }, null, 2)}\n`
        : `${attributionLines(report, config.lang).join("\n")}\n`,
    );
    return 0;
  });
}
