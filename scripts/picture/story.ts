import type { Config } from "../../src/app/config.js";
import { openPlaybooks } from "../../src/app/open-playbooks.js";
import { openMemoryStore } from "../../src/app/open-store.js";
import { createRuntime } from "../../src/app/runtime.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { createSandbox } from "../../src/platform/sandbox/platform.js";

/** One thing that stands in a chat window; `system` has no speaker. */
export type Entry = {
  readonly who: "bot" | "member" | "boss" | "system";
  readonly name: string;
  readonly at: number;
  readonly text: string;
};
/** The group as a member sees it, and the boss's direct chat with the bot. */
export type Story = {
  readonly group: string;
  readonly persona: string;
  readonly inGroup: readonly Entry[];
  readonly direct: readonly Entry[];
};

const CLIENT = "tea-town";
const START = Date.parse("2026-11-24T10:00:00+08:00");
/** With the bot 189 of 200 seats: the next one makes it 95 %. */
const CROWD = 188;
const ANSWER_MS = 20_000;

/** Plays the picture's story in the sandbox on a fake clock: the same playbook gives the same story. */
export async function playStory(config: Config): Promise<Story> {
  const clock = createManualClock(START - 3_600_000);
  const store = await openMemoryStore();
  const { playbooks, files } = await openPlaybooks(config, CLIENT);
  const version = playbooks.current(CLIENT);
  const persona = version?.personas.find(({ id }) => id === version.playbook.persona)?.name ?? "";
  const inGroup: Entry[] = [];
  const direct: Entry[] = [];
  const sandbox = createSandbox({
    run: "picture",
    now: clock.now,
    heard: ({ place, text }) => {
      const entry = { who: "bot", name: persona, at: clock.now(), text } as const;
      if (place.direct && place.chat === "boss") direct.push(entry);
      else if (!place.direct && place.chat === "lobby") inGroup.push(entry);
    },
  });
  const runtime = createRuntime({
    store,
    clock,
    playbooks,
    files,
    platforms: [sandbox],
    onBug: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });
  const forward = async (to: number) => {
    await runtime.pump();
    for (;;) {
      const due = await store.nextDue(runtime.owned());
      if (due === undefined || due > to) break;
      clock.set(Math.max(due, clock.now() + 1));
      await runtime.pump();
    }
    clock.set(to);
  };
  const answered = () => forward(clock.now() + ANSWER_MS);
  await runtime.start();
  try {
    for (let n = 1; n <= CROWD; n++) await sandbox.join("lobby", `客人${n}`);
    await forward(START);
    inGroup.length = 0;
    direct.length = 0;

    inGroup.push({ who: "system", name: "", at: clock.now(), text: "alice 进群了" });
    await sandbox.join("lobby", "alice");
    await answered();
    for (const text of ["有优惠吗", "你是机器人吗", "人工"]) {
      inGroup.push({ who: "member", name: "alice", at: clock.now(), text });
      const place = { platform: "sandbox", chat: "lobby", direct: false };
      await sandbox.say(place, "alice", text);
      await answered();
    }
    for (const text of ["/群", "/状态"]) {
      direct.push({ who: "boss", name: "boss", at: clock.now(), text });
      await sandbox.say({ platform: "sandbox", chat: "boss", direct: true }, "boss", text);
      await answered();
    }
    const group = (await store.get(CLIENT, "group", "sandbox:lobby"))?.value.title ?? "";
    return { group, persona, inGroup, direct };
  } finally {
    await runtime.stop();
    await store.close();
  }
}
