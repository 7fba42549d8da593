import { UserError } from "../core/errors.js";
import { systemClock as clock } from "../core/time/clock.js";
import type { Answer, Deps } from "../engine/feature.js";
import { askBot } from "./ask-bot.js";
import type { Config } from "./config.js";
import { features } from "./features.js";
import { withFollowers } from "./following-store.js";
import { openSoundPlaybooks } from "./open-playbooks.js";
import { fileIn, openStore } from "./open-store.js";
import { createSharedPlaybooks } from "./shared-playbooks.js";
import { runForTerminal, type TerminalCommand } from "./terminal-command.js";

/**
 * Runs a command of the terminal where the store is: in the bot that has the file, or here; on MongoDB here, and the
 * bots follow within seconds.
 * @throws UserError DESK_NOBODY, STORE_…, PLAYBOOKS_BROKEN, and the command's own
 */
export async function atTerminal(
  config: Config,
  asked: TerminalCommand,
): Promise<Pick<Answer, "text" | "args">> {
  try {
    return await here(config, asked);
  } catch (error) {
    const path = fileIn(config.store);
    if (path === undefined || !(error instanceof UserError) || error.code !== "STORE_LOCKED")
      throw error;
    const codes = { nobody: "DESK_NOBODY", failed: "DESK_FAILED" } as const;
    const done = await askBot(path, { run: asked }, codes);
    if (!("text" in done)) throw new UserError(codes.failed);
    const { text, args } = done;
    return { text, ...(args !== undefined && { args }) };
  }
}

async function here(config: Config, asked: TerminalCommand): Promise<Answer> {
  const { playbooks, files } = await openSoundPlaybooks(config);
  const own = await openStore(config.store, playbooks);
  try {
    const store = withFollowers(own, playbooks, features);
    const onUnreadable = () => {};
    const shared = createSharedPlaybooks({ store, playbooks, clock, files, onUnreadable });
    await shared.follow();
    const deps: Deps = {
      ...{ store, playbooks, clock, files, features, platforms: [] },
      governorOf: () => undefined,
      owned: () => ({ accounts: [], clients: [] }),
      // Whoever serves the client takes the rest up.
      takeUp: shared.publish,
      receive: async () => {},
      retake: () => {},
    };
    return await runForTerminal(deps, asked);
  } finally {
    await own.close();
  }
}
