import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { pick } from "../../src/core/hash.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { startFakeBotApi } from "../support/fake-bot-api.js";
import {
  build,
  type Home,
  type HomeOptions,
  openHome,
  type Running,
  readDatabase,
} from "../support/process.js";
import { tally } from "../support/tally.js";
import { until } from "../support/until.js";

// The stories run side by side, so that those who wait cost nobody anything; a slow machine may take its time.
const LONG_MS = 600_000;
const greet = (member: number) => `欢迎m${member}`;
const offer = (member: number) => `m${member}的优惠`;
const CROWD = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

beforeAll(build, LONG_MS);

function story(name: string, options: HomeOptions, run: (home: Home) => Promise<void>): void {
  const inHome = async () => {
    const home = await openHome(options);
    await run(home).finally(home.close);
  };
  test.concurrent(name, inHome, LONG_MS);
}

/** Ends a bot that has nothing left to do. @returns what its database holds. */
async function endAndRead(home: Home, bot: Running) {
  bot.term();
  expect(await bot.exit()).toEqual({ code: 0, signal: null });
  const database = await readDatabase(home.file);
  expect(database.undigested).toEqual([]);
  expect(database.counts).toMatchObject({ waiting: 0, failed: 0, expired: 0 });
  return database;
}

story("a poll that hangs is given up, and the bot goes on", {}, async (home) => {
  home.run();
  home.say(1);
  await until("the first answer", () => home.got(offer(1)) === 1);
  home.api.fault("getUpdates", "hang");
  home.say(2);
  await until("the answer before the hang", () => home.got(offer(2)) === 1);
  home.say(3);
  await until("the answer after the hang", () => home.got(offer(3)) === 1);
});

story("polls that fail in every way", { groups: 12 }, async (home) => {
  const bot = home.run();
  const faults = ["html502", "html200", "reset", "lost", "rate_limited", "conflict"] as const;
  for (const [index, fault] of faults.entries()) {
    home.api.fault("getUpdates", fault);
    home.say(index * 2 + 1);
    home.say(index * 2 + 2);
    await until(`answers around ${fault}`, () => home.got(offer(index * 2 + 2)) === 1);
  }
  const { about } = await endAndRead(home, bot);
  expect(about("said")).toEqual(CROWD);
});

const ROUNDS = 10;
const ACTS = 6;

/** Members join and talk while the bot is killed again and again. @returns who did, and what was cut short. */
async function storm(home: Home, seed: string) {
  const joined: number[] = [];
  const spoke: number[] = [];
  const cutShort: string[] = [];
  const act = (choice: string) => {
    const silent = joined.filter((member) => !spoke.includes(member));
    const next = silent[pick(choice, silent.length + 1)];
    if (next === undefined) {
      joined.push(joined.length + 1);
      home.join(joined.length);
    } else {
      spoke.push(next);
      home.say(next);
    }
  };
  for (let round = 0; round < ROUNDS; round++) {
    const choice = `${seed}:${round}`;
    const polls = home.calls("getUpdates");
    const bot = home.run();
    let sends = 1 + pick(choice, 4);
    const way = round % 3;
    if (way === 0) {
      // The member reads it; the process never learns that.
      home.onSent((text) => {
        sends -= 1;
        if (sends !== 0) return;
        cutShort.push(text);
        bot.kill();
      });
    }
    const living = (async () => {
      for (let n = 0; n < ACTS && !bot.ended(); n++) {
        act(`${choice}:${n}`);
        await wait(pick(`${choice}:pause:${n}`, 120));
      }
    })();
    if (way > 0) {
      if (way === 1) await until("it polls", () => home.calls("getUpdates") > polls);
      await wait(pick(`${choice}:moment`, 800));
      bot.kill();
    }
    await living;
    expect([await bot.exit(), bot.told()]).toEqual([{ code: null, signal: "SIGKILL" }, []]);
    home.onSent(() => {});
  }
  return { joined, spoke, cutShort, texts: [...joined.map(greet), ...spoke.map(offer)] };
}

for (const onUncertain of ["skip", "resend"] as const) {
  const name = `killed at any point, nothing is lost or handled twice; uncertain: ${onUncertain}`;
  story(name, { onUncertain, groups: 12 }, async (home) => {
    const { joined, spoke, cutShort, texts } = await storm(home, "storm");
    const bot = home.run();
    await home.rest();
    const { about, counts, rows, fate } = await endAndRead(home, bot);

    expect(about("joined")).toEqual([...joined].sort((a, b) => a - b));
    expect(about("said")).toEqual([...spoke].sort((a, b) => a - b));
    expect(counts.sent + counts.skipped).toBe(rows.length);
    expect(cutShort.length).toBeGreaterThan(0);
    for (const text of texts) {
      const heard = { text, times: home.got(text), fate: fate(text) };
      if (onUncertain === "resend") {
        const least = cutShort.includes(text) ? 2 : 1;
        expect(heard).toEqual({ text, times: expect.any(Number), fate: ["sent"] });
        expect(heard.times).toBeGreaterThanOrEqual(least);
      } else if (cutShort.includes(text)) {
        expect(heard).toEqual({ text, times: 1, fate: ["skipped"] });
      } else if (heard.fate[0] === "skipped") {
        expect(heard.times).toBeLessThanOrEqual(1);
      } else {
        expect(heard).toEqual({ text, times: 1, fate: ["sent"] });
      }
    }
  });
}

story("an event taken in just before the kill is handled once", {}, async (home) => {
  home.say(1);
  // Between taking in and handling there is no time to aim at: this is what such a kill leaves.
  const store = await openSqliteStore(home.file, tally);
  await store.accept(home.events(), Date.now());
  await store.close();
  const bot = home.run();
  await home.rest();
  const { about, fate } = await endAndRead(home, bot);
  expect(about("said")).toEqual([1]);
  expect(fate(offer(1))).toEqual(["sent"]);
  expect(home.got(offer(1))).toBe(1);
});

test.concurrent.each([
  { onUncertain: "skip", deed: "undone", times: 0, skipped: 1 },
  { onUncertain: "skip", deed: "done", times: 1, skipped: 1 },
  { onUncertain: "resend", deed: "undone", times: 1, skipped: 0 },
  { onUncertain: "resend", deed: "done", times: 2, skipped: 0 },
] as const)(
  "killed while a send is under way ($deed), $onUncertain: heard $times times",
  async ({ onUncertain, deed, times, skipped }) => {
    const home = await openHome({ onUncertain });
    try {
      const dying = home.run();
      if (deed === "undone") home.api.fault("sendMessage", "hang");
      else home.onSent(() => dying.kill());
      home.say(1);
      await until("it sends", () => home.calls("sendMessage") === 1);
      dying.kill();
      await dying.exit();
      home.onSent(() => {});
      const bot = home.run();
      expect(await home.rest()).toContain(`跳过 ${skipped}，`);
      const { fate } = await endAndRead(home, bot);
      expect(fate(offer(1))).toEqual([skipped === 1 ? "skipped" : "sent"]);
      expect(home.got(offer(1))).toBe(times);
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);

story("SIGTERM in a rush lets every send finish", { groups: 6 }, async (home) => {
  const bot = home.run();
  home.onSent(() => bot.term());
  for (const member of CROWD) home.say(member);
  expect(await bot.exit()).toEqual({ code: 0, signal: null });
  home.onSent(() => {});
  const again = home.run();
  await home.rest();
  const { about, counts } = await endAndRead(home, again);
  expect(about("said")).toEqual(CROWD);
  expect(CROWD.map((member) => home.got(offer(member)))).toEqual(CROWD.map(() => 1));
  expect(counts.skipped).toBe(0);
});

story(
  "SIGTERM while a send hangs ends before that is given up, and nothing is lost",
  { groups: 6, onUncertain: "resend" },
  async (home) => {
    home.api.fault("sendMessage", "hang");
    const bot = home.run();
    for (const member of CROWD) home.say(member);
    await until("one send hangs, another is done", () => home.api.sent.length > 0);
    bot.term();
    expect(await bot.exit()).toEqual({ code: 0, signal: null });
    // Whoever waits for a platform that is silent has noted an answer that was lost.
    const { rows } = await readDatabase(home.file);
    expect(rows.filter(({ state }) => state === "sending")).toHaveLength(1);
    const again = home.run();
    await home.rest();
    const { about, counts } = await endAndRead(home, again);
    expect(about("said")).toEqual(CROWD);
    expect(CROWD.map((member) => home.got(offer(member)))).toEqual(CROWD.map(() => 1));
    expect(counts.skipped).toBe(0);
  },
);

story("SIGTERM before Telegram has answered at all", {}, async (home) => {
  home.api.fault("getMe", "hang");
  const bot = home.run();
  await until("it asks who it is", () => home.calls("getMe") === 1);
  bot.term();
  expect(await bot.exit()).toEqual({ code: 0, signal: null });
});

story("Telegram is down when the bot starts, and comes", {}, async (home) => {
  await home.api.stop();
  const bot = home.run();
  await until("it runs without Telegram", () => bot.stderr().includes('"running"'));
  await until("it has tried", () => bot.stderr().includes("TELEGRAM_POLL_FAILED"));
  const api = await startFakeBotApi({ port: home.api.port });
  try {
    api.say(-1001000000001, 1, "m1", "有优惠吗");
    await until("the answer", () => api.sent.some(({ text }) => text === offer(1)));
  } finally {
    bot.kill();
    await bot.exit();
    await api.stop();
  }
});

test.concurrent.each([
  { onUncertain: "skip", fault: "rate_limited", times: 1, fate: "sent" },
  { onUncertain: "skip", fault: "html502", times: 0, fate: "skipped" },
  { onUncertain: "skip", fault: "reset", times: 0, fate: "skipped" },
  { onUncertain: "skip", fault: "lost", times: 1, fate: "skipped" },
  { onUncertain: "resend", fault: "lost", times: 2, fate: "sent" },
] as const)(
  "a send that fails by $fault, $onUncertain: heard $times times",
  async ({ onUncertain, fault, times, fate }) => {
    const home = await openHome({ onUncertain });
    try {
      const bot = home.run();
      home.api.fault("sendMessage", fault);
      home.say(1);
      await until("it sends", () => home.calls("sendMessage") === 1);
      await home.rest();
      expect((await endAndRead(home, bot)).fate(offer(1))).toEqual([fate]);
      expect(home.got(offer(1))).toBe(times);
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);
