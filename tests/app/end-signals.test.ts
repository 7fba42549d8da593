import { beforeAll, expect, test } from "vitest";
import { asProcess1, noContainer, termProcess1 } from "../support/container.js";
import {
  beforeMain,
  build,
  type Home,
  moduleOf,
  openHome,
  readDatabase,
  start,
} from "../support/process.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const ENDED_WELL = { code: 0, signal: null };
beforeAll(build, LONG_MS);

function story(name: string, run: (home: Home) => Promise<void>, skipped?: string): void {
  const inHome = async () => {
    const home = await openHome();
    await run(home).finally(home.close);
  };
  if (skipped === undefined) test.concurrent(name, inHome, LONG_MS);
  else test.skip(`${name} (${skipped})`, inHome);
}

/** Once a member is answered, all is at work. */
async function atWork(home: Home): Promise<void> {
  home.say(1);
  await until("the first answer", () => home.got("m1的优惠") === 1);
}

/** Has the program sent SIGTERM when it begins to load the command line. */
const TERM_WHILE_LOADING = {
  ...beforeMain(`
    import { register } from "node:module";
    register(${JSON.stringify(
      moduleOf(`export async function load(url, context, next) {
        if (url.endsWith("/cli/cli.js")) process.kill(process.pid, "SIGTERM");
        return next(url, context);
      }`),
    )});`),
};

story("SIGTERM before the program has loaded", async (home) => {
  const bot = home.run(TERM_WHILE_LOADING);
  expect([await bot.exit(), bot.stderr()]).toEqual([ENDED_WELL, ""]);
});

story(
  "SIGHUP ends the bot as SIGTERM does, and a second signal cuts nothing short",
  async (home) => {
    const bot = home.run();
    await atWork(home);
    home.onSent(() => {
      bot.hangUp();
      bot.term();
    });
    home.say(2);
    expect(await bot.exit()).toEqual(ENDED_WELL);
    const { undigested, fate } = await readDatabase(home.file);
    expect([undigested, fate("m2的优惠")]).toEqual([[], ["sent"]]);
  },
);

story("npm start hands SIGTERM on: no bot is left that holds the database", async (home) => {
  const npm = home.run({}, { program: "npm", args: ["start"] });
  await atWork(home);
  npm.term();
  // Ends only when nobody holds its streams any more.
  expect(await npm.exit()).toEqual(ENDED_WELL);
  expect((await readDatabase(home.file)).undigested).toEqual([]);
});

story("npm dies of SIGHUP, and the bot ends as if it had got it", async (home) => {
  const npm = home.run({}, { program: "npm", args: ["start"] });
  await atWork(home);
  npm.hangUp();
  expect(await npm.exit()).toEqual({ code: null, signal: "SIGHUP" });
  expect((await readDatabase(home.file)).undigested).toEqual([]);
});

test.concurrent(
  "SIGTERM in the sandbox",
  async () => {
    const sandbox = start(["dist/main.js", "run"]);
    await until("it greets", () => sandbox.stdout().includes("\n"));
    sandbox.term();
    expect([await sandbox.exit(), sandbox.stderr()]).toEqual([ENDED_WELL, ""]);
  },
  LONG_MS,
);

story(
  "process 1 on a read-only root, without HOME and TZ, works and ends, while it loads too",
  async (home) => {
    const { folder } = home;
    const early = home.run(TERM_WHILE_LOADING, asProcess1(folder, ["dist/main.js", "run"]));
    expect([await early.exit(), early.stderr()]).toEqual([ENDED_WELL, ""]);
    const bot = home.run({}, asProcess1(folder, ["dist/main.js", "run"]));
    await atWork(home);
    termProcess1(bot.pid);
    expect([await bot.exit(), bot.told()]).toEqual([ENDED_WELL, []]);
    expect((await readDatabase(home.file)).undigested).toEqual([]);
  },
  noContainer,
);
