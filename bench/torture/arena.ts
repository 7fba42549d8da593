import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Running } from "../../tests/support/process.js";
import { openFake } from "./fake.js";
import { openProcesses, writeHouse } from "./processes.js";

export type ArenaOptions = {
  readonly folder: string;
  readonly client: string;
  readonly playbook: string;
  /** Personas by their id. */
  readonly personas: Readonly<Record<string, string>>;
  /** Chats in which the bot is an admin from the start. */
  readonly chats: readonly number[];
  readonly token?: string;
  /** Where the database's folder lies, unless in the trial's. */
  readonly disk?: string;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A fake Telegram as a process of its own, and the built bot on a playbook, whose processes come and go. */
export async function openArena(options: ArenaOptions) {
  const { folder, token = "42:torture", chats } = options;
  const processes = openProcesses();
  const playbookFile = await writeHouse(options);
  const fake = await openFake(processes, { token, chats });
  const port = await freePort();
  const file = join(options.disk ?? folder, "data", "suanpan.db");
  return {
    ...fake,
    file,
    playbookFile,
    /** Where the bot listens for webhooks. */
    web: `http://127.0.0.1:${port}`,
    /** Starts the bot, or another command of it. */
    run(env: Readonly<Record<string, string>> = {}, args: readonly string[] = ["run"]): Running {
      return processes.launch(["dist/main.js", ...args], {
        LANG: "en_US.UTF-8",
        TELEGRAM_BOT_TOKEN: token,
        TELEGRAM_API_ROOT: fake.url,
        SUANPAN_STORE: `sqlite:${file}`,
        SUANPAN_HTTP: `127.0.0.1:${port}`,
        SUANPAN_PLAYBOOKS: join(folder, "playbooks"),
        SUANPAN_PERSONAS: join(folder, "personas"),
        ...env,
      });
    },
    /** Ends whatever still runs. */
    close: processes.close,
  };
}
