import { randomUUID } from "node:crypto";
import { UserError } from "../core/errors.js";
import type { Clock } from "../core/time/clock.js";
import { drawPng } from "../features/experiment/chart/draw.js";
import { drawWeek } from "../features/report/draw.js";
import { createSandbox, type Heard } from "../platform/sandbox/platform.js";
import type { Store } from "../store/port.js";
import type { Config } from "./config.js";
import { openPlaybooks, playbookOf } from "./open-playbooks.js";
import { createRuntime } from "./runtime.js";

/**
 * Starts the runtime on the sandbox, for one client.
 * @returns `first`: the client's first sandbox group
 * @throws UserError CLIENT_UNKNOWN, CLIENT_NO_SANDBOX, PLAYBOOKS_BROKEN
 */
export async function openSandbox(
  config: Config,
  client: string,
  deps: { store: Store; clock: Clock; heard: (heard: Heard) => void },
) {
  const { playbooks, files } = await openPlaybooks(config, client);
  // Where the client is unknown, the message names those that there are.
  const all = playbooks.current(client) ? playbooks : (await openPlaybooks(config)).playbooks;
  const chats = Object.values(playbookOf(all, client).groups.chats);
  const first = chats.find(({ platform }) => platform === "sandbox")?.chat;
  if (!first) throw new UserError("CLIENT_NO_SANDBOX", { client });
  const sandbox = createSandbox({ now: deps.clock.now, heard: deps.heard, run: randomUUID() });
  const runtime = createRuntime({
    store: deps.store,
    clock: deps.clock,
    playbooks,
    files,
    platforms: [sandbox],
    owner: config.owner,
    draw: drawPng,
    drawWeek,
    onBug: (what, error) => process.stderr.write(`${what}: ${String(error)}\n`),
  });
  await runtime.start();
  return { sandbox, runtime, first };
}
