import { beforeAll, expect, test } from "vitest";
import { beforeMain, build, openHome, TOKEN } from "../support/process.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
beforeAll(build, LONG_MS);

/** Prints, warns and fails as libraries do, once it gets a signal. */
const LIBRARY = `process.on("SIGUSR2", () => {
  console.error("\\u001b[33m[CRON]\\u001b[0m two\\nlines about ${TOKEN}");
  console.log("to stdout");
  process.stderr.write(new TextEncoder().encode("bytes"));
  process.emitWarning("soon gone", "DeprecationWarning");
  setImmediate(() => Promise.reject(new TypeError("at https://api/bot${TOKEN}/getMe")));
});`;

test(
  "what libraries print, warnings and the last error are entries of the log, without the token",
  async () => {
    const home = await openHome();
    try {
      const bot = home.run(beforeMain(LIBRARY));
      home.say(1);
      await until("it is at work", () => home.got("m1的优惠") === 1);
      process.kill(bot.pid, "SIGUSR2");
      expect(await bot.exit()).toEqual({ code: 1, signal: null });
      expect([bot.stdout(), bot.stderr().includes("SECRET")]).toEqual(["", false]);
      const lines = bot.stderr().trimEnd().split("\n");
      expect(lines.slice(1).map((line): unknown => JSON.parse(line))).toEqual([
        expect.objectContaining({ level: 40, msg: "[CRON] two\nlines about [token]" }),
        expect.objectContaining({ level: 30, msg: "to stdout" }),
        expect.objectContaining({ level: 40, msg: "bytes" }),
        expect.objectContaining({
          level: 40,
          err: expect.objectContaining({
            stack: expect.stringContaining("DeprecationWarning: soon gone"),
            message: "soon gone",
          }),
        }),
        expect.objectContaining({
          level: 60,
          err: {
            type: "TypeError",
            message: "at https://api/bot[token]/getMe",
            stack: expect.stringContaining("TypeError: at"),
          },
        }),
      ]);
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);
