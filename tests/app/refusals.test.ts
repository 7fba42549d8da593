import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { build, type Home, openHome, type Running, start, TOKEN } from "../support/process.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const ENDED = { code: 2, signal: null };
beforeAll(build, LONG_MS);

/** No trace of the inside, and never the token. */
function expectClean(bot: Running): void {
  expect(bot.stderr()).not.toMatch(/^(?!\{.*\}$).|Error:|\bnode:/m);
  expect(bot.stdout() + bot.stderr()).not.toContain("SECRET");
}

/** Runs `tell` in a fresh home, which is gone afterwards. */
function story(name: string, tell: (home: Home) => Promise<void>, token?: string): void {
  const inHome = async () => {
    const home = await openHome({ api: token === undefined ? {} : { token } });
    await tell(home).finally(home.close);
  };
  test.concurrent(name, inHome, LONG_MS);
}

type Refusal = {
  readonly name: string;
  /** What stands in the way. @returns what is set in the environment besides. */
  readonly given: (home: Home) => Promise<Record<string, string> | undefined>;
  /** The code of each finding before the sentence. */
  readonly findings?: readonly string[];
  readonly sentence: RegExp;
};
const inPlaybooks = (home: Home, name: string) => join(home.folder, "playbooks", name);
const atStorm = (home: Home) => inPlaybooks(home, "storm/playbook.yaml");
const inStore = (home: Home, path: string) => ({
  SUANPAN_STORE: `sqlite:${join(home.folder, path)}`,
});
const broken = /^The playbooks have errors, so nothing was started\./;
const noDatabase = /is not a usable database file; check SUANPAN_STORE\.$/;

const refusals: readonly Refusal[] = [
  {
    name: "YAML that is broken",
    given: async (home) => void (await writeFile(atStorm(home), "client: [")),
    findings: ["PLAYBOOK_YAML"],
    sentence: broken,
  },
  {
    name: "a playbook that is not UTF-8",
    given: async (home) => {
      const text = `client: storm\nbrand: "\xb2\xe8"\n`;
      await writeFile(atStorm(home), text, "latin1");
      return undefined;
    },
    findings: ["PLAYBOOK_ENCODING"],
    sentence: broken,
  },
  {
    name: "a persona that is missing",
    given: async (home) => {
      await mkdir(join(home.folder, "nobody"));
      return { SUANPAN_PERSONAS: join(home.folder, "nobody") };
    },
    findings: ["PLAYBOOK_UNKNOWN_PERSONA"],
    sentence: broken,
  },
  {
    name: "a folder that is missing",
    given: async () => ({ SUANPAN_PLAYBOOKS: "nowhere" }),
    sentence: /^There is no folder nowhere\. .*suanpan init.*SUANPAN_PLAYBOOKS\.$/,
  },
  {
    name: "a folder without a playbook",
    given: async (home) => {
      await mkdir(join(home.folder, "empty"));
      return { SUANPAN_PLAYBOOKS: join(home.folder, "empty") };
    },
    sentence: /^There is no playbook in .*empty, so nothing was started\./,
  },
  {
    name: "a text where the database should be",
    given: async (home) => {
      await writeFile(join(home.folder, "diary"), "dear diary, ".repeat(500));
      return inStore(home, "diary");
    },
    sentence: noDatabase,
  },
  {
    name: "a port that is busy",
    given: async (home) => ({ SUANPAN_HTTP: `127.0.0.1:${home.api.port}` }),
    sentence: /^Another process listens on 127\.0\.0\.1:\d+\. Stop it, or name another port/,
  },
  {
    name: "an owner without a platform",
    given: async () => ({ SUANPAN_OWNER: "10001" }),
    sentence: /^SUANPAN_OWNER is written platform:id, such as telegram:10001\.$/,
  },
  {
    name: "an address that is none",
    given: async () => ({ SUANPAN_HTTP: "everywhere" }),
    sentence: /^everywhere is no address; write it like 127\.0\.0\.1:8787\.$/,
  },
  {
    name: "a database below a file",
    given: async (home) => inStore(home, "personas/clerk.yaml/suanpan.db"),
    sentence: /^The folder \S+clerk\.yaml for the database can't be made/,
  },
  {
    name: "a folder where the database should be",
    given: async (home) => inStore(home, "personas"),
    sentence: noDatabase,
  },
  {
    name: "a store that is not supported",
    given: async () => ({ SUANPAN_STORE: "postgres://li:SECRET@localhost/suanpan" }),
    sentence: /^SUANPAN_STORE is not supported/,
  },
  {
    name: "a log level that nobody knows",
    given: async () => ({ LOG_LEVEL: "loud" }),
    sentence: /^There is no log level loud; choose LOG_LEVEL from: .*info/,
  },
  {
    name: "an address of Telegram that is none",
    given: async () => ({ TELEGRAM_API_ROOT: "localhost:8081" }),
    sentence: /^TELEGRAM_API_ROOT is no address/,
  },
];

for (const { name, given, findings = [], sentence } of refusals) {
  story(`${name}: one sentence`, async (home) => {
    const bot = home.run(await given(home));
    expect(await bot.exit()).toEqual(ENDED);
    expectClean(bot);
    const finding = (code: string) => expect.stringMatching(`^\\S+:\\d+:\\d+ error ${code} `);
    expect(bot.told()).toEqual([...findings.map(finding), expect.stringMatching(sentence)]);
    expect(home.api.calls).toEqual([]);
  });
}

story(
  "a token that Telegram does not know: one sentence that names @BotFather",
  async (home) => {
    const bot = home.run({ TELEGRAM_BOT_TOKEN: "42:SECRETwrong" });
    expect(await bot.exit()).toEqual(ENDED);
    expectClean(bot);
    expect(bot.told()).toEqual([
      expect.stringMatching(/^Telegram refuses the token\. .*@BotFather/),
    ]);
    const chinese = home.run({ TELEGRAM_BOT_TOKEN: "42:SECRETwrong", LANG: "zh_CN.UTF-8" });
    expect(await chinese.exit()).toEqual(ENDED);
    expect(chinese.told()).toEqual([
      expect.stringMatching(/^Telegram 不接受这个令牌。.*@BotFather/),
    ]);
  },
  TOKEN,
);

story("a token that is revoked while the bot runs: the same sentence", async (home) => {
  const bot = home.run();
  home.say(1);
  await until("the answer", () => home.api.sent.length === 1);
  home.api.fault("getUpdates", "unauthorised", 1_000_000);
  home.say(2);
  expect(await bot.exit()).toEqual(ENDED);
  expectClean(bot);
  expect(bot.told()).toEqual([expect.stringContaining("@BotFather")]);
});

story("a database that another process uses: one sentence", async (home) => {
  const first = home.run();
  await until("the first runs", () => first.stderr().includes('"running"'));
  const second = home.run();
  expect(await second.exit()).toEqual(ENDED);
  expectClean(second);
  expect(second.told()).toEqual([expect.stringMatching(/^Another process is using the database /)]);
  home.say(1);
  await until("the first still answers", () => home.api.sent.length === 1);
});

story("a port that is in use: the fake Telegram says so in one sentence", async (home) => {
  const tsx = ["node_modules/tsx/dist/cli.mjs", "tests/support/fake-telegram-main.ts"];
  const fake = start([...tsx, "--port", String(home.api.port)]);
  expect(await fake.exit()).toEqual(ENDED);
  expect(fake.told()).toEqual([`Port ${home.api.port} is in use; choose another with --port.`]);
});
