import { chmod, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { UserError } from "../core/errors.js";
import type { Store } from "../store/port.js";
import { type Answer, asked, deskOf } from "./backup-words.js";
import type { TerminalCommand } from "./terminal-command.js";

export type BackupDesk = { readonly close: () => Promise<void> };

/** So often whoever waits is told that the copy goes on. */
const ALIVE_MS = 1_000;

class Gone extends Error {}

type Does = {
  readonly backUp: NonNullable<Store["backUp"]>;
  readonly run: (command: TerminalCommand) => Promise<{ text: string; args?: string }>;
};

/**
 * Copies the store while the bot works, for `suanpan backup`, and runs commands of `suanpan playbook`: the file is
 * open for this process alone. Whoever may write beside the file may ask, which is who runs the bot.
 * @param onFailure told of a bug, and when it can't be opened: backups wait for a stop then
 */
export async function openBackupDesk(
  file: string,
  does: Does,
  onFailure: (error: unknown) => void,
): Promise<BackupDesk> {
  const desk = deskOf(file);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
    void serve(socket).catch(onFailure);
  });

  async function serve(socket: Socket): Promise<void> {
    const lines = createInterface({ input: socket });
    for await (const line of lines) {
      socket.end(`${JSON.stringify(await answerTo(line, socket))}\n`);
      return;
    }
  }
  async function answerTo(line: string, socket: Socket): Promise<Answer> {
    let told = performance.now();
    const alive = () => {
      if (socket.destroyed) throw new Gone();
      if (performance.now() - told < ALIVE_MS) return;
      told = performance.now();
      socket.write("\n");
    };
    try {
      const given = asked(line);
      if ("copyTo" in given) return { rows: await does.backUp(given.copyTo, alive) };
      const { text, args } = await does.run(given.run);
      return { text, ...(args !== undefined && { args }) };
    } catch (error) {
      if (error instanceof UserError) return { code: error.code, params: error.params };
      if (!(error instanceof Gone)) onFailure(error);
      return { code: line.includes('"run"') ? "DESK_FAILED" : "BACKUP_FAILED", params: {} };
    }
  }

  // The store is this process's alone, so what lies there is a dead one's.
  await rm(desk, { force: true });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(desk, resolve);
    });
    await chmod(desk, 0o600);
  } catch (error) {
    onFailure(error);
  }
  return {
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
