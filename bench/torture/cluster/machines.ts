import type { Running } from "../../../tests/support/process.js";
import { startProxy } from "../../../tests/support/proxy.js";
import type { openProcesses } from "../processes.js";
import type { Database } from "./database.js";

export type Machine = {
  readonly bot: Running;
  /** Its way to the database. */
  readonly line: Awaited<ReturnType<typeof startProxy>>;
};
type Machines = {
  readonly processes: ReturnType<typeof openProcesses>;
  readonly database: Pick<Database, "port" | "name">;
  readonly env: Readonly<Record<string, string>>;
  /** Told of one that ended neither by `kill -9` nor because another does its work: what it said. */
  readonly onOdd: (said: string) => void;
};

/** A process ends so when another does what it did. */
const FENCED = 75;
/** Where a process takes webhooks in; "" before it does. */
const hooksOf = ({ bot }: Machine): string => /"http":"([^"]+)"/.exec(bot.stderr())?.[1] ?? "";
/** Whether it has come to work for anybody, or never will. */
const isAtWork = ({ bot }: Machine): boolean =>
  bot.ended() || bot.stderr().includes("works for these");

/** Processes of the bot that share a database, each with a way of its own to it. */
export function openMachines({ processes, database, env, onOdd }: Machines) {
  const all: Machine[] = [];
  /** How they ended: a signal or an exit code, and how often. */
  const ends = new Map<string, number>();

  async function start(): Promise<void> {
    const line = await startProxy({ host: "127.0.0.1", port: database.port });
    const bot = processes.launch(["dist/main.js", "run"], {
      LANG: "en_US.UTF-8",
      SUANPAN_STORE: `mongodb://127.0.0.1:${line.port}/${database.name}?directConnection=true`,
      SUANPAN_HTTP: "127.0.0.1:0",
      ...env,
    });
    all.push({ bot, line });
  }
  async function bury(one: Machine): Promise<void> {
    all.splice(all.indexOf(one), 1);
    await one.line.close();
    const { code, signal } = await one.bot.exit();
    const how = signal ?? String(code);
    ends.set(how, (ends.get(how) ?? 0) + 1);
    if (signal !== "SIGKILL" && code !== FENCED) onOdd(`${how}: ${one.bot.stderr()}`);
  }
  async function buryDead(): Promise<void> {
    for (const one of all.filter(({ bot }) => bot.ended())) await bury(one);
  }
  return {
    all: (): readonly Machine[] => all,
    ends,
    /** Those that have ended are followed by others: there are two, of which some may still be starting. */
    async two(): Promise<void> {
      await buryDead();
      while (all.length < 2) await start();
    },
    areAtWork: (): boolean => all.every(isAtWork),
    /** Where one of them takes webhooks in. */
    web(n: number): string {
      const open = all.filter(({ bot }) => !bot.ended()).map(hooksOf);
      const urls = open.filter((url) => url !== "");
      return urls[n % urls.length] ?? "http://127.0.0.1:1";
    },
    /**
     * Ends them in order. @returns the highest exit code, but of those that were lost before: on a busy machine one
     * may learn only now that another does its work
     */
    async end(): Promise<number> {
      await buryDead();
      for (const { bot } of all) bot.term();
      const codes = await Promise.all(all.map(async ({ bot }) => (await bot.exit()).code ?? 255));
      return Math.max(0, ...codes.filter((code) => code !== FENCED));
    },
    async close(): Promise<void> {
      for (const { line } of all) await line.close();
    },
  };
}
