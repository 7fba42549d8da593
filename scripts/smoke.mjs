/**
 * Whether the built program runs on this Node: checks the playbooks, replays the transcripts, simulates some
 * days (many statements on the database), and runs the sandbox until its input ends. Ends with 0 and a
 * line of JSON when all went well.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sandboxAnswers } from "./sandbox-answers.mjs";

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

try {
  suanpan("check", "playbooks", "personas");
  const transcripts = "playbooks/tea-town/transcripts";
  for (const file of readdirSync(join(root, transcripts)))
    suanpan("chat", "--client", "tea-town", "--script", join(transcripts, file));
  suanpan(..."simulate --client tea-town --days 3 --groups 4 --members 30 --seed 1".split(" "));
  await sandboxAnswers(process.execPath, ["dist/main.js", "run"], { cwd: root, env });
  console.log(JSON.stringify({ node: process.version, ok: true }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
