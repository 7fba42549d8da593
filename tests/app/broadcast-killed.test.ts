import { beforeAll, expect, test } from "@jest/globals";
import { build, openHome, readDatabase } from "../support/process.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const BOSS = 10001;
const NEWS = "店庆三天";

beforeAll(build, LONG_MS);

test(
  "killed in the fourth of ten groups, a broadcast reaches the others after the restart",
  async () => {
    const home = await openHome({ groups: 10 });
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
      expect(ended).toHaveLength(10);
      // The fourth; on a slow machine one or two more were on their way when the process died.
      const skipped = ended.filter((state) => state === "skipped").length;
      expect(skipped).toBeGreaterThanOrEqual(1);
      expect(skipped).toBeLessThanOrEqual(3);
      expect(ended.filter((state) => state === "sent")).toHaveLength(10 - skipped);
      const chats = home.api.sent.flatMap(({ text, chat_id }) => (text === NEWS ? [chat_id] : []));
      expect(new Set(chats).size).toBe(chats.length);
      expect(chats.length).toBeGreaterThanOrEqual(8);
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);
