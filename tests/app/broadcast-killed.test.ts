import { beforeAll, expect, test } from "vitest";
import { build, openHome, readDatabase } from "../support/process.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const BOSS = 10001;
const NEWS = "店庆三天";
const GROUPS = 60;
/** As many sends as Telegram's limits let be under way at once: however slow the machine, no more are in doubt. */
const MOST_UNDER_WAY = 30;

beforeAll(build, LONG_MS);

test(
  "killed in the fourth of sixty groups, a broadcast reaches the others after the restart",
  async () => {
    const home = await openHome({ groups: GROUPS });
    try {
      const bot = home.run();
      home.api.say(BOSS, BOSS, "老板", `/发言 all ${NEWS}`, true);
      await until("the preview", () => home.api.sent.some(({ text }) => text.includes("/确认")));
      home.onSent((text) => {
        if (text === NEWS && home.got(NEWS) === 4) bot.kill();
      });
      home.api.say(BOSS, BOSS, "老板", "/确认", true);
      expect(await bot.exit()).toEqual({ code: null, signal: "SIGKILL" });
      home.onSent(() => {});

      const next = home.run();
      await home.rest();
      next.term();
      expect(await next.exit()).toEqual({ code: 0, signal: null });
      const { fate } = await readDatabase(home.file);
      const ended = fate(NEWS);
      expect(ended).toHaveLength(GROUPS);
      const skipped = ended.filter((state) => state === "skipped").length;
      expect(skipped).toBeGreaterThanOrEqual(1);
      expect(skipped).toBeLessThanOrEqual(MOST_UNDER_WAY);
      expect(ended.filter((state) => state === "sent")).toHaveLength(GROUPS - skipped);
      const chats = home.api.sent.flatMap(({ text, chat_id }) => (text === NEWS ? [chat_id] : []));
      expect(new Set(chats).size).toBe(chats.length);
      expect(chats.length).toBeGreaterThan(GROUPS - skipped);
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);
