import type { Config } from "../config/config.js";
import { leaderboardText, mastersText } from "../experiment/masters-text.js";
import { systemClock } from "../runtime/clock.js";
import { experimentDesk } from "../runtime/experiment-desk.js";
import { withClientStore } from "./client-store.js";

/**
 * `suanpan heuristics --client C`: the claims, what other clients found of them, and the masters.
 * @throws UserError of the playbooks and the store.
 */
export async function runHeuristics(
  { client, json = false }: { readonly client: string; readonly json?: boolean },
  config: Config,
): Promise<number> {
  return withClientStore(client, config, async ({ store, book }) => {
    const desk = experimentDesk({ store, book, clock: systemClock });
    const { board, masters } = await desk.heuristics(client);
    const lines = [...leaderboardText(board, config.lang), ...mastersText(masters, config.lang)];
    const text = json ? JSON.stringify({ heuristics: board, masters }, null, 2) : lines.join("\n");
    process.stdout.write(`${text}\n`);
    return 0;
  });
}
