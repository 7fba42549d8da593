import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { features } from "../app/features.js";
import { systemClock } from "../core/time/clock.js";
import { leaderboardText, mastersText } from "../domain/experiment/report/masters-text.js";
import { experimentOperations } from "../features/experiment/operations.js";

/**
 * `suanpan heuristics --client C`: the claims, what other clients found of them, and the masters.
 * @throws UserError of the playbooks and the store.
 */
export async function runHeuristics(
  { client, json = false }: { readonly client: string; readonly json?: boolean },
  config: Config,
): Promise<number> {
  return withClientStore(client, config, async ({ store, playbooks }) => {
    const operations = experimentOperations({ store, playbooks, clock: systemClock, features });
    const { board, masters } = await operations.heuristics(client);
    const lines = [...leaderboardText(board, config.lang), ...mastersText(masters, config.lang)];
    const text = json ? JSON.stringify({ heuristics: board, masters }, null, 2) : lines.join("\n");
    process.stdout.write(`${text}\n`);
    return 0;
  });
}
