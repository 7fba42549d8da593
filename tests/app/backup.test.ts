import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { SqliteFile as Sqlite } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { build, type Home, openHome, readDatabase, start } from "../support/process.js";
import { tally } from "../support/tally.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const offer = (member: number) => `m${member}的优惠`;
const MB = 1024 * 1024;
beforeAll(build, LONG_MS);

type Document = {
  readonly inUse: boolean;
  readonly contents: readonly { table: string; rows: number; hash: string }[];
};

const command = (home: Home, store: string, ...words: readonly string[]) =>
  start(["dist/main.js", ...words], {
    ...{ LANG: "en_US.UTF-8", SUANPAN_STORE: `sqlite:${store}` },
    SUANPAN_PLAYBOOKS: join(home.folder, "playbooks"),
    SUANPAN_PERSONAS: join(home.folder, "personas"),
  });

/** So much that copying it takes many turns of the bot. */
async function makeLarge(file: string): Promise<void> {
  await (await openSqliteStore(file, tally)).close();
  const db = new Sqlite(file);
  const add = db.prepare("INSERT INTO facts (client, kind, body) VALUES ('old', 'said', ?)");
  const body = JSON.stringify({ kind: "said", at: 1, data: { of: "x".repeat(1_000) } });
  db.transaction(() => {
    for (let n = 0; n < 40_000; n++) add.run(body);
  })();
  db.close();
  expect(statSync(file).size).toBeGreaterThan(40 * MB);
}

test(
  "a backup under load holds one moment: what is restored has the same rows, and its sums agree with its facts",
  async () => {
    const home = await openHome({ groups: 12 });
    try {
      await makeLarge(home.file);
      const bot = home.run();
      await until("it runs", () => bot.stderr().includes('"running"'));
      let member = 0;
      let isOver = false;
      const load = (async () => {
        while (!isOver) {
          member += 1;
          home.join(member);
          home.say(member);
          const mine = member;
          await until(`m${mine} is answered`, () => isOver || home.got(offer(mine)) === 1);
        }
      })();
      const file = join(home.folder, "under-load.backup");
      const moments: {
        readonly before: number;
        readonly after: number;
        readonly said: number[];
      }[] = [];
      for (let round = 0; round < 3; round++) {
        await until("more is said", () => member > 5 * (round + 1));
        const before = member;
        const backup = command(home, home.file, "backup", file, "--json");
        expect(await backup.exit()).toEqual({ code: 0, signal: null });
        const after = member;
        const { inUse, contents } = JSON.parse(backup.stdout()) as Document;
        expect(inUse).toBe(true);

        const restored = join(home.folder, `restored-${round}`, "suanpan.db");
        const restore = command(home, restored, "restore", file, "--as-it-was", "--json");
        expect(await restore.exit()).toEqual({ code: 0, signal: null });
        expect((JSON.parse(restore.stdout()) as Document).contents).toEqual(contents);
        const sums = command(home, restored, "rollups", "rebuild", "--client", "storm", "--check");
        expect(await sums.exit()).toEqual({ code: 0, signal: null });
        // What is written together is there together: who was answered, and the answer.
        const { about, rows } = await readDatabase(restored);
        const said = about("said");
        const answers = rows.flatMap(({ text }) => /^m(\d+)的优惠$/.exec(text ?? "")?.[1] ?? []);
        expect(answers.map(Number).sort((a, b) => a - b)).toEqual(said);
        moments.push({ before, after, said });
      }
      isOver = true;
      await load;
      // Each holds what was said before it began, and nothing of what came after its end.
      for (const { before, after, said } of moments) {
        expect(said.length).toBeGreaterThanOrEqual(before - 1);
        expect(Math.max(...said)).toBeLessThanOrEqual(after);
      }
      expect(moments.some(({ before, after }) => after > before)).toBe(true);
      await home.rest();
      expect(bot.told()).toEqual([]);
      bot.term();
      expect(await bot.exit()).toEqual({ code: 0, signal: null });
      const { undigested, about } = await readDatabase(home.file);
      expect(undigested).toEqual([]);
      expect(about("said").length).toBeGreaterThanOrEqual(member - 1);
      const left = readdirSync(join(home.file, ".."));
      expect(left).toEqual(["suanpan.db", "suanpan.db.secret"]);
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);

test(
  "a bot that was killed is backed up and restored without it; a running one is not restored over",
  async () => {
    const home = await openHome();
    try {
      const killed = home.run();
      home.say(1);
      await until("an answer", () => home.got(offer(1)) === 1);
      killed.kill();
      await killed.exit();
      // Its desk is still there, and nobody behind it.
      expect(readdirSync(join(home.file, ".."))).toContain("suanpan.db.sock");
      const file = join(home.folder, "of-killed.backup");
      const backup = command(home, home.file, "backup", file, "--json");
      expect(await backup.exit()).toEqual({ code: 0, signal: null });
      expect((JSON.parse(backup.stdout()) as Document).inUse).toBe(false);

      const bot = home.run();
      home.say(2);
      await until("the next answer", () => home.got(offer(2)) === 1);
      const over = command(home, home.file, "restore", file);
      expect([await over.exit(), over.stderr()]).toEqual([
        { code: 2, signal: null },
        expect.stringContaining("Stop the bot"),
      ]);
      bot.term();
      expect(await bot.exit()).toEqual({ code: 0, signal: null });
      const restore = command(home, home.file, "restore", file);
      expect(await restore.exit()).toEqual({ code: 0, signal: null });
      const again = home.run();
      home.say(2);
      await until("who came since is known anew", () => home.got(offer(2)) === 2);
      expect(home.got(offer(1))).toBe(1);
      again.term();
      await again.exit();
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);
