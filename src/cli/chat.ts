import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Config } from "../app/config.js";
import { openMemoryStore } from "../app/open-store.js";
import { checkFolders, type Folders, findingLine } from "../app/playbook-files.js";
import { createRuntime } from "../app/runtime.js";
import { UserError } from "../core/errors.js";
import { type Clock, createManualClock, systemClock } from "../core/time/clock.js";
import { createPlaybooks } from "../engine/playbooks.js";
import { drawPng } from "../features/experiment/chart/draw.js";
import { parseLine } from "../platform/sandbox/line.js";
import { createSandbox, type Heard } from "../platform/sandbox/platform.js";
import { editionsOf } from "../playbook/versions/version.js";
import type { Store } from "../store/port.js";
import { replay, type Stage } from "./transcript.js";

/** A Tuesday morning, so that a transcript means the same on every day it is replayed. */
const TRANSCRIPT_START = Date.parse("2026-11-24T10:00:00+08:00");

/** Loads the folders, or one client of them, into a fresh book. @throws UserError PLAYBOOKS_BROKEN after printing the findings. */
export async function openPlaybooks(folders: Folders, only?: string) {
  const playbooks = createPlaybooks();
  const check = async () => {
    const checked = await checkFolders(folders);
    const versions = checked.ok ? editionsOf(checked, folders.env) : [];
    return {
      ok: checked.ok,
      lines: checked.findings.map(findingLine),
      versions: versions.filter(({ playbook }) => !only || playbook.client === only),
    };
  };
  const first = await check();
  if (!first.ok) {
    process.stderr.write(`${first.lines.join("\n")}\n`);
    throw new UserError("PLAYBOOKS_BROKEN");
  }
  playbooks.replace(first.versions);
  return { playbooks, files: { check } };
}

async function openSandbox(
  config: Config,
  client: string,
  deps: { store: Store; clock: Clock; heard: (heard: Heard) => void },
) {
  const { playbooks, files } = await openPlaybooks(config, client);
  const playbook = playbooks.current(client)?.playbook;
  if (!playbook)
    throw new UserError("CLIENT_UNKNOWN", {
      client,
      known: (await openPlaybooks(config)).playbooks.clients().join(", "),
    });
  const chats = Object.values(playbook.groups.chats).filter(
    ({ platform }) => platform === "sandbox",
  );
  const first = chats[0]?.chat;
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
    onBug: (what, error) => process.stderr.write(`${what}: ${String(error)}\n`),
  });
  await runtime.start();
  return { sandbox, runtime, first };
}

/** A transcript on a fake clock and a store in memory. @returns sentences about what did not come. */
export async function replayText(
  text: string,
  client: string,
  config: Config,
): Promise<readonly string[]> {
  const clock = createManualClock(TRANSCRIPT_START);
  const store = await openMemoryStore();
  const said: Heard[] = [];
  const open = async (): Promise<Stage & { first: string; close: () => Promise<void> }> => {
    const { sandbox, runtime, first } = await openSandbox(config, client, {
      store,
      clock,
      heard: (heard) => said.push(heard),
    });
    const until = async (at: number) => {
      await runtime.pump();
      for (
        let next = await store.nextDue(runtime.owned());
        next !== undefined && next <= at;
        next = await store.nextDue(runtime.owned())
      ) {
        clock.set(Math.max(next, clock.now() + 1));
        await runtime.pump();
      }
      clock.set(at);
      await runtime.pump();
    };
    await runtime.pump();
    const close = () => runtime.stop();
    return {
      sandbox,
      said,
      first,
      close,
      forward: (ms) => until(clock.now() + ms),
      clock: until,
      restart: async () => {
        await close();
        return open();
      },
    };
  };
  const stage = await open();
  try {
    return await replay(text, stage, stage.first);
  } finally {
    await stage.close();
    await store.close();
  }
}

/** `suanpan chat --client C [--script FILE]`. @returns the exit code. */
export async function chat(
  client: string,
  script: string | undefined,
  config: Config,
): Promise<number> {
  if (script !== undefined) {
    const text = await readFile(script, "utf8").catch(() => {
      throw new UserError("FILE_NOT_FOUND", { path: script });
    });
    const problems = await replayText(text, client, config);
    for (const problem of problems) process.stdout.write(`${script}:${problem}\n`);
    if (problems.length === 0) process.stdout.write(`${script}: ok\n`);
    return problems.length === 0 ? 0 : 1;
  }
  return talk(client, config);
}

async function talk(client: string, config: Config): Promise<number> {
  const store = await openMemoryStore();
  const show = ({ place, text }: Heard) =>
    process.stdout.write(
      place.direct ? `bot > ${place.chat}: ${text}\n` : `bot@${place.chat}: ${text}\n`,
    );
  const { sandbox, runtime, first } = await openSandbox(config, client, {
    store,
    clock: systemClock,
    heard: show,
  });
  runtime.drive();
  process.stdout.write(
    config.lang === "en"
      ? `Sandbox of ${client}, group ${first}. Type: alice joins · alice: hello · boss: /help · group NAME · Ctrl-D ends\n`
      : `${client} 的沙盒，当前群 ${first}。试试：alice joins ｜ alice: 有优惠吗 ｜ boss: /帮助 ｜ group 群名 ｜ Ctrl-D 结束\n`,
  );
  let group = first;
  for await (const source of createInterface({ input: process.stdin })) {
    const line = parseLine(source);
    const at = "chat" in line && line.chat ? line.chat : group;
    if (line.kind === "group") group = line.chat;
    else if (line.kind === "join" || line.kind === "leave" || line.kind === "ask")
      await sandbox[line.kind](at, line.who);
    else if (line.kind === "say") {
      await sandbox.say(
        { platform: "sandbox", chat: line.direct ? line.who : at, direct: line.direct },
        line.who,
        line.text,
      );
    } else if (line.kind !== "nothing")
      process.stdout.write(
        config.lang === "en" ? "? e.g. alice: hello\n" : "？ 例如 alice: 有优惠吗\n",
      );
  }
  // What was asked before the end of the input is still answered.
  for (let tries = 0; tries < 80; tries++) {
    const next = await store.nextDue(runtime.owned());
    if (next === undefined || next > Date.now() + 10_000) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await runtime.stop();
  await store.close();
  return 0;
}
