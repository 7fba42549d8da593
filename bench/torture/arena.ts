import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { FaultKind } from "../../tests/support/fake-bot-api-faults.js";
import type { SentMessage } from "../../tests/support/fake-bot-api-state.js";
import type { Running } from "../../tests/support/process.js";
import { until } from "../../tests/support/until.js";
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
export type Arena = Awaited<ReturnType<typeof openArena>>;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A fake Telegram as a process of its own, and the built bot on a playbook, whose processes come and go. */
export async function openArena(options: ArenaOptions) {
  const { folder, token = "42:torture" } = options;
  const { launch, close } = openProcesses();
  const playbookFile = await writeHouse(options);

  const main = "tests/support/fake-telegram-main.ts";
  const fake = launch(["--import", "tsx", main, "--port", "0", "--token", token], {});
  await until("the fake Telegram says where it is", () => fake.stdout().includes("\n"));
  const [api = ""] = fake.stdout().split("\n");
  const ask = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${api}/control/${path}`);
    return (await answer.json()) as T;
  };
  /** Says lines to the fake, as one types them into `npm run fake-telegram`. @throws Error at one it can't read */
  const say = async (...lines: readonly string[]): Promise<void> => {
    const answer = await fetch(`${api}/control`, {
      method: "POST",
      body: JSON.stringify({ lines }),
    });
    if (!answer.ok) throw new Error(`the fake Telegram can't read one of: ${lines.join(" | ")}`);
  };
  await say(...options.chats.map((chat, n) => `bot added ${chat} Group ${n + 1}`));

  const port = await freePort();
  const file = join(options.disk ?? folder, "data", "suanpan.db");
  return {
    file,
    playbookFile,
    /** Where the bot listens for webhooks. */
    web: `http://127.0.0.1:${port}`,
    say,
    fault: (method: string, kind: FaultKind, times = 1) => say(`fault ${method} ${kind} ${times}`),
    /** What the fake has taken in from the nth text on, oldest first. */
    sent: (from = 0) => ask<readonly SentMessage[]>(`sent?from=${from}`),
    /** How many updates the bot has not confirmed yet. */
    pending: () => ask<number>("pending"),
    /** How many calls are still to go wrong, and how none is any more. */
    faults: () => ask<number>("faults"),
    mend: () => say("mend"),
    /** Who is in a chat, the bot not counted. */
    members: (chat: number) => ask<readonly number[]>(`members?chat=${chat}`),
    /** Starts the bot, or another command of it. */
    run(env: Readonly<Record<string, string>> = {}, args: readonly string[] = ["run"]): Running {
      return launch(["dist/main.js", ...args], {
        LANG: "en_US.UTF-8",
        TELEGRAM_BOT_TOKEN: token,
        TELEGRAM_API_ROOT: api,
        SUANPAN_STORE: `sqlite:${file}`,
        SUANPAN_HTTP: `127.0.0.1:${port}`,
        SUANPAN_PLAYBOOKS: join(folder, "playbooks"),
        SUANPAN_PERSONAS: join(folder, "personas"),
        ...env,
      });
    },
    /** Ends whatever still runs. */
    close,
  };
}
