/**
 * Whether the built program runs on this Node: checks the playbooks, replays the transcripts, simulates some
 * days (many statements on the database), and runs the sandbox until its input ends. Ends with 0 and a
 * line of JSON when all went well.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Only what never comes takes as long. */
const ANSWER_MS = 120_000;

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "suanpan-smoke-"));
const env = { PATH: process.env.PATH, LANG: "en", SUANPAN_STORE: `sqlite:${join(folder, "s.db")}` };

function suanpan(...args) {
  const run = spawnSync(process.execPath, ["dist/main.js", ...args], {
    cwd: root,
    encoding: "utf8",
    env,
  });
  if (run.status === 0) return;
  throw new Error(`suanpan ${args.join(" ")}: ${run.signal ?? run.status}\n${run.stderr}`);
}

async function sandboxUntilClosed() {
  const bot = spawn(process.execPath, ["dist/main.js", "run"], { cwd: root, env, stdio: "pipe" });
  let said = "";
  const ended = new Promise((resolve) => bot.on("exit", (code, signal) => resolve(code ?? signal)));
  for (const stream of [bot.stdout, bot.stderr]) stream.on("data", (text) => (said += text));
  // A question that is answered at any time of day.
  bot.stdin.write("alice: 你是机器人吗\n");
  const deadline = performance.now() + ANSWER_MS;
  while (!said.includes("bot@lobby:")) {
    const still = await Promise.race([ended, new Promise((go) => setTimeout(go, 50))]);
    if (still !== undefined) throw new Error(`the sandbox ended with ${still}\n${said}`);
    if (performance.now() < deadline) continue;
    bot.kill("SIGKILL");
    throw new Error(`the sandbox gave no answer\n${said}`);
  }
  bot.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`the sandbox ended with ${code}\n${said}`);
}

try {
  suanpan("check", "playbooks", "personas");
  const transcripts = "playbooks/tea-town/transcripts";
  for (const file of readdirSync(join(root, transcripts)))
    suanpan("chat", "--client", "tea-town", "--script", join(transcripts, file));
  suanpan(..."simulate --client tea-town --days 3 --groups 4 --members 30 --seed 1".split(" "));
  await sandboxUntilClosed();
  console.log(JSON.stringify({ node: process.version, ok: true }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
