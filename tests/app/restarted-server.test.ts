import { beforeAll, expect, test } from "vitest";
import { startFakeBotApi } from "../support/fake-bot-api.js";
import { build, type Home, openHome } from "../support/process.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const offer = (member: number) => `m${member}的优惠`;

beforeAll(build, LONG_MS);

test(
  "a server that counts from below, on a kept database: five questions, five answers",
  async () => {
    const home = await openHome();

    const ask = async (api: Home["api"], from: number) => {
      const members = [0, 1, 2, 3, 4].map((n) => from + n);
      for (const member of members) api.say(-1001000000001, member, `m${member}`, "有优惠吗");
      const answered = () => members.every((m) => api.sent.some(({ text }) => text === offer(m)));
      await until(`five answers from ${from} on`, answered);
      expect(api.sent.filter(({ text }) => text.endsWith("的优惠"))).toHaveLength(5);
    };
    let bot = home.run();
    await ask(home.api, 101);
    await home.api.stop();
    let api = await startFakeBotApi({ port: home.api.port });
    try {
      // The bot has lived on.
      await ask(api, 201);
      expect(bot.stderr()).toContain("TELEGRAM_IDS_RESTARTED");
      bot.term();
      await bot.exit();
      await api.stop();
      api = await startFakeBotApi({ port: home.api.port });
      bot = home.run();
      await ask(api, 301);
      expect(bot.stderr()).toContain("TELEGRAM_IDS_RESTARTED");
    } finally {
      bot.kill();
      await bot.exit();
      await api.stop();
      await home.close();
    }
  },
  LONG_MS,
);
