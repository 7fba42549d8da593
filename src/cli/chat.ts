import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Config } from "../app/config.js";
import { openMemoryStore } from "../app/open-store.js";
import { openSandbox } from "../app/sandbox.js";
import { UserError } from "../core/errors.js";
import { systemClock } from "../core/time/clock.js";
import { parseLine } from "../platform/sandbox/line.js";
import type { Heard } from "../platform/sandbox/platform.js";
import { replayText } from "./replay.js";
import { text } from "./texts.js";

/** `suanpan chat --client C [--script FILE]`. @returns the exit code. */
export async function chat(
  client: string,
  script: string | undefined,
  config: Config,
): Promise<number> {
  if (script !== undefined) {
    const transcript = await readFile(script, "utf8").catch(() => {
      throw new UserError("FILE_NOT_FOUND", { path: script });
    });
    const problems = await replayText(transcript, client, config);
    for (const problem of problems) process.stdout.write(`${script}:${problem}\n`);
    if (problems.length === 0) process.stdout.write(`${script}: ok\n`);
    return problems.length === 0 ? 0 : 1;
  }
  return talk(client, config);
}

async function talk(client: string, config: Config): Promise<number> {
  const store = await openMemoryStore();
  const show = ({ place, text: words }: Heard) =>
    process.stdout.write(
      place.direct ? `bot > ${place.chat}: ${words}\n` : `bot@${place.chat}: ${words}\n`,
    );
  const { sandbox, runtime, first } = await openSandbox(config, client, {
    store,
    clock: systemClock,
    heard: show,
  });
  runtime.drive();
  process.stdout.write(`${text(config.lang, "sandbox.greeting", { client, group: first })}\n`);
  let group = first;
  for await (const source of createInterface({ input: process.stdin })) {
    const line = parseLine(source);
    const at = "chat" in line && line.chat ? line.chat : group;
    if (line.kind === "group") group = line.chat;
    else if (line.kind === "join" || line.kind === "leave" || line.kind === "ask")
      await sandbox[line.kind](at, line.who);
    else if (line.kind === "say" || line.kind === "edit") {
      const { who, direct, text: words } = line;
      const place = { platform: "sandbox", chat: direct ? who : at, direct };
      if (line.kind === "edit") await sandbox.edit(place, who, words);
      else await sandbox.say(place, who, words, line.origin);
    } else if (line.kind !== "nothing")
      process.stdout.write(`${text(config.lang, "sandbox.unclear")}\n`);
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
