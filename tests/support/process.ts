import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Event } from "../../src/core/event.js";
import type { Fact } from "../../src/core/fact.js";
import { decode } from "../../src/platform/telegram/decode.js";
import type { WireUpdate } from "../../src/platform/telegram/wire.js";
import { SqliteFile as Sqlite } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { type FakeBotApiOptions, startFakeBotApi } from "./fake-bot-api.js";
import { runFile } from "./run-file.js";
import { tally } from "./tally.js";
import { until } from "./until.js";

const BOSS = 10001;
export const TOKEN = "42:SECRETsecret";
const PERSONA = `version: 1
id: clerk
name: 小二
kind: brand
pacing: { reading: 999/s, min: 0s, max: 1s }
lines:
  greet: "欢迎{{ member.name }}"
  offer: "{{ member.name }}的优惠"
  disclosure: 我是店里的机器人
`;
const playbookText = (onUncertain: string, groups: number) => `version: 1
client: storm
brand: 茶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "${BOSS}", role: owner } }
groups:
  pools: { all: { title: "群{{ n }}" } }
  chats:
${Array.from({ length: groups }, (_, n) => `    g${n}: { platform: telegram, chat: "${groupId(n)}", pool: all }`).join("\n")}
persona: clerk
on_uncertain: ${onUncertain}
replies: { offer: { when: { keywords: [优惠] }, say: offer } }
scripts: { welcome: { on: joined, steps: [{ say: greet }] } }
`;

const groupId = (n: number): number => -1001000000001 - n;

/** Brings dist/ up to date with src/; types are checked elsewhere. */
export async function build(): Promise<void> {
  await runFile(process.execPath, ["scripts/build.mjs"]);
}

/** How a process ended. */
export type Ended = { readonly code: number | null; readonly signal: string | null };
export type Running = ReturnType<typeof start>;

/** Another program than node on a script. */
export type Launch = { readonly program: string; readonly args: readonly string[] };

/** Starts node on a script, or another program, with nothing in its environment but `env`. */
export function start(
  launch: readonly string[] | Launch,
  env: Readonly<Record<string, string>> = {},
) {
  const { program, args } =
    "program" in launch ? launch : { program: process.execPath, args: launch };
  const child = spawn(program, args, {
    // A file of variables is whoever's who runs the tests.
    env: { PATH: process.env.PATH, SUANPAN_ENV_FILE: "off", ...env },
    stdio: ["pipe", "pipe", "pipe"],
    // So that its children can be killed with it.
    detached: "program" in launch,
  });
  let stdout = "";
  let stderr = "";
  let ended: Ended | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.on("close", (code, signal) => {
    ended = { code, signal };
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    /** What it told people: lines outside the log, and the log's errors. */
    told: () => stderr.split("\n").flatMap(errorsIn),
    ended: () => ended !== undefined,
    /** What it reads. */
    write: (text: string) => void child.stdin.write(text),
    /** `kill -9`; delivered before this returns. */
    kill: () =>
      void ("program" in launch && child.pid && ended === undefined
        ? process.kill(-child.pid, "SIGKILL")
        : child.kill("SIGKILL")),
    term: () => void child.kill("SIGTERM"),
    interrupt: () => void child.kill("SIGINT"),
    hangUp: () => void child.kill("SIGHUP"),
    async exit(): Promise<Ended> {
      await until("it exits", () => ended !== undefined).catch((error: Error) => {
        throw new Error(`${error.message}; it said ${stdout}${stderr}`);
      });
      return ended ?? { code: null, signal: null };
    },
  };
}

/** A module that has no file. */
export const moduleOf = (source: string): string =>
  `data:text/javascript,${encodeURIComponent(source)}`;

/** The environment of a process that runs `source` before its own program. */
export const beforeMain = (source: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=${moduleOf(source)}`,
});

export type HomeOptions = {
  readonly onUncertain?: "skip" | "resend";
  readonly groups?: number;
  readonly api?: FakeBotApiOptions;
  /** Where the database's folder lies, unless in the fresh one. */
  readonly disk?: string;
};
export type Home = Awaited<ReturnType<typeof openHome>>;

/** A fresh folder with a playbook and a database, a fake Telegram beside it, and the bot's processes. */
export async function openHome(options: HomeOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-process-"));
  const file = join(options.disk ?? folder, "data", "suanpan.db");
  const groups = options.groups ?? 1;
  const chatOf = (member: number) => groupId(member % groups);
  await mkdir(join(folder, "playbooks", "storm"), { recursive: true });
  await mkdir(join(folder, "personas"));
  const playbook = playbookText(options.onUncertain ?? "skip", groups);
  await writeFile(join(folder, "playbooks", "storm", "playbook.yaml"), playbook);
  await writeFile(join(folder, "personas", "clerk.yaml"), PERSONA);
  const started: Running[] = [];
  let heard: (text: string) => void = () => {};
  const api = await startFakeBotApi({ ...options.api, onSent: ({ text }) => heard(text) });
  for (let n = 0; n < groups; n++) api.addBot(groupId(n), `群${n}`);

  const toBoss = () => api.sent.filter(({ chat_id }) => Number(chat_id) === BOSS);
  async function status(): Promise<string> {
    const before = toBoss().length;
    api.say(BOSS, BOSS, "老板", "/状态", true);
    await until("the boss gets an answer", () => toBoss().length > before);
    return toBoss().at(-1)?.text ?? "";
  }

  return {
    folder,
    file,
    api,
    run(
      env: Readonly<Record<string, string>> = {},
      launch: readonly string[] | Launch = ["dist/main.js", "run"],
    ): Running {
      const settings = {
        LANG: "en_US.UTF-8",
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: api.url,
        SUANPAN_STORE: `sqlite:${file}`,
        SUANPAN_HTTP: "127.0.0.1:0",
        SUANPAN_PLAYBOOKS: join(folder, "playbooks"),
        SUANPAN_PERSONAS: join(folder, "personas"),
        ...env,
      };
      const bot = start(launch, settings);
      started.push(bot);
      return bot;
    },
    /** A member joins the group that is theirs. */
    join: (member: number) => api.join(chatOf(member), member, `m${member}`),
    say: (member: number, text = "有优惠吗") => api.say(chatOf(member), member, `m${member}`, text),
    /** What waits for the bot, as it decodes it. */
    events: (): readonly Event[] =>
      api.pending().flatMap((update) => {
        const bot = { account: "telegram", id: "42", username: "fake_bot" };
        return decode(update as unknown as WireUpdate, bot) ?? [];
      }),
    /** How often Telegram took a text in. */
    got: (text: string) => api.sent.filter((sent) => sent.text === text).length,
    calls: (method: string) => api.calls.filter((call) => call.method === method).length,
    /** Calls `handler` when Telegram has taken a text in and has not answered yet. */
    onSent: (handler: (text: string) => void) => {
      heard = handler;
    },
    /**
     * Waits until the boss reads in /status that nothing waits: neither the answer before, whose arrival the
     * bot has to learn of first, for which it gets more time with every question.
     * @returns that status.
     */
    async rest(): Promise<string> {
      let text = "";
      for (let asked = 0; asked < 100; asked++) {
        text = await status();
        if (text.includes("待发 0，")) return text;
        await wait(asked * 20);
      }
      throw new Error(`the outbox never came to rest: ${text}`);
    },
    async close() {
      for (const bot of started) bot.kill();
      await Promise.all(started.map((bot) => bot.exit()));
      await api.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A line of stderr, or what a line of the log says if that is an error; nothing of other lines. */
function errorsIn(line: string): readonly string[] {
  if (line === "") return [];
  if (!line.startsWith("{")) return [line];
  const { level, msg } = JSON.parse(line) as { level: number; msg: string };
  return level >= 50 ? [msg] : [];
}

export type Row = { readonly state: string; readonly text: string | null };

/** What a database holds after its process has ended. */
export async function readDatabase(file: string) {
  const store = await openSqliteStore(file, tally);
  const facts: readonly Fact[] = await store.facts("storm");
  const counts = await store.counts();
  const ours = { accounts: ["telegram"] };
  const undigested = [...(await store.deadLetters(ours)), ...(await store.unhandled(ours))];
  await store.close();
  const db = new Sqlite(file, { readonly: true });
  const rows = db
    .prepare<[], Row>("SELECT state, json_extract(body, '$.action.text') AS text FROM outbox")
    .all();
  db.close();
  return {
    counts,
    /** Events that were set aside or not handled. */
    undigested,
    rows,
    /** Whom facts of a kind are about, in order; each as often as there are facts. */
    about: (kind: string) =>
      facts
        .filter((fact) => fact.kind === kind)
        .map(({ member }) => Number(member?.replace("telegram:", "")))
        .sort((a, b) => a - b),
    /** How the row of a text ended; every row there is. */
    fate: (text: string) => rows.filter((row) => row.text === text).map(({ state }) => state),
  };
}
