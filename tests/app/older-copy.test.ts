import { copyFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { build, openHome, readDatabase, start } from "../support/process.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const offer = (member: number) => `m${member}的优惠`;
beforeAll(build, LONG_MS);

test(
  "an older copy goes on after `store resume`: nothing is said again, and who came since is known anew",
  async () => {
    const home = await openHome({ onUncertain: "resend" });
    const parts = ["", "-wal"];
    const copy = (from: string, to: string) =>
      Promise.all(parts.map((part) => copyFile(from + part, to + part)));
    try {
      const killed = home.run();
      home.onSent((text) => {
        if (text === offer(1)) killed.kill();
      });
      home.say(1);
      await killed.exit();
      home.onSent(() => {});
      await copy(home.file, `${home.folder}/copy`);

      const bot = home.run();
      home.say(2);
      await until("both are answered", () => home.got(offer(2)) === 1 && home.got(offer(1)) === 2);
      bot.term();
      expect(await bot.exit()).toEqual({ code: 0, signal: null });

      await copy(`${home.folder}/copy`, home.file);
      const resume = start(["dist/main.js", "store", "resume"], {
        LANG: "en_US.UTF-8",
        SUANPAN_STORE: `sqlite:${home.file}`,
        SUANPAN_PLAYBOOKS: `${home.folder}/playbooks`,
        SUANPAN_PERSONAS: `${home.folder}/personas`,
      });
      expect(await resume.exit()).toEqual({ code: 0, signal: null });
      expect(resume.stdout()).toMatch(
        /^The copy reaches to 20.*Z\. Put down, .*: 1 messages not yet sent, 0 not yet answered\.\nNext: /,
      );

      const again = home.run();
      home.say(2);
      await until("who came since is answered", () => home.got(offer(2)) === 2);
      expect(home.got(offer(1))).toBe(2);
      again.term();
      expect(await again.exit()).toEqual({ code: 0, signal: null });
      const { undigested, about } = await readDatabase(home.file);
      expect([undigested, about("said")]).toEqual([[], [1, 2]]);
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);
