import { beforeAll, expect, test } from "vitest";
import { build, type Home, openHome, type Running, TOKEN } from "../../support/process.js";
import { canMount, mountSmallDisk } from "../../support/small-disk.js";
import { until } from "../../support/until.js";

const LONG_MS = 600_000;
beforeAll(build, LONG_MS);

/** What a bot tells of itself: each figure by its name and labels. */
async function figuresOf(bot: Running, headers: Record<string, string> = {}) {
  const url = /"http":"([^"]+)"/.exec(bot.stderr())?.[1] ?? "";
  const answer = await fetch(`${url}/metrics`, { headers });
  const text = await answer.text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const figures = new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]),
  );
  return { text, status: answer.status, figures, of: (name: string) => figures.get(name) };
}

/** Asks until a figure is as it should be; answers are kept for some seconds. */
async function untilTold(bot: Running, what: string, isSo: (n: number | undefined) => boolean) {
  let last: number | undefined;
  for (let asked = 0; asked < 100; asked++) {
    last = (await figuresOf(bot)).of(what);
    if (isSo(last)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${what} never became right: ${last}`);
}

async function inHome(
  env: Record<string, string>,
  run: (home: Home, bot: Running) => Promise<void>,
) {
  const home = await openHome();
  try {
    const bot = home.run(env);
    await until("it runs", () => bot.stderr().includes('"running"'));
    await run(home, bot);
  } finally {
    await home.close();
  }
}

test(
  "figures of a bot at work: events, sends, who owns what; nobody's words or names",
  async () => {
    await inHome({}, async (home, bot) => {
      home.join(7_001);
      home.say(7_001, "有优惠吗 canary");
      await until("the answer", () => home.got("m7001的优惠") === 1);
      await home.rest();
      await untilTold(
        bot,
        'suanpan_sends_total{account="telegram",client="storm",outcome="sent"}',
        (n = 0) => n >= 3,
      );
      const { figures, of } = await figuresOf(bot);
      expect(of('suanpan_events_accepted_total{account="telegram"}')).toBeGreaterThanOrEqual(3);
      expect(of('suanpan_events_handled_total{client="storm"}')).toBeGreaterThanOrEqual(2);
      expect(of('suanpan_outbox_waiting_rows{client="storm"}')).toBe(0);
      expect(of('suanpan_outbox_oldest_waiting_seconds{client="storm"}')).toBe(0);
      expect(of('suanpan_inbox_events{state="set_aside"}')).toBe(0);
      expect(of("suanpan_store_away")).toBe(0);
      expect(of('suanpan_account_up{account="telegram"}')).toBe(1);
      expect(of('suanpan_account_poll_age_seconds{account="telegram"}')).toBeLessThan(60);
      const owned = [...figures.keys()].filter((name) => name.startsWith("suanpan_account_owned"));
      expect(owned).toHaveLength(1);
      expect(owned[0]).toMatch(
        new RegExp(`^suanpan_account_owned\\{account="telegram",process="[^"]+:${bot.pid}"\\}$`),
      );
      expect(of(owned[0] ?? "")).toBe(1);
      expect(of("process_resident_memory_bytes")).toBeGreaterThan(1e6);
      const labels = [...figures.keys()].join("\n").replaceAll(/process="[^"]*"/g, "");
      for (const secret of ["canary", "7001", "优惠", "m7001", "10001", TOKEN, "-100", "小二"])
        expect(labels).not.toContain(secret);
      // Each line is of the format: HELP and TYPE before, a number behind.
      for (const [name, value] of figures) {
        expect(name).toMatch(/^[a-z0-9_]+(\{([a-z_]+="[^"]*",?)+\})?$/);
        expect(value, name).not.toBeNaN();
      }
    });
  },
  LONG_MS,
);

test(
  "with SUANPAN_HTTP_TOKEN the figures want it, and the log never has it",
  async () => {
    const token = "metrics-secret";
    await inHome({ SUANPAN_HTTP_TOKEN: token }, async (_home, bot) => {
      expect((await figuresOf(bot)).status).toBe(404);
      const right = await figuresOf(bot, { authorization: `Bearer ${token}` });
      expect([right.status, right.of("suanpan_store_away")]).toEqual([200, 0]);
      expect(bot.stderr()).not.toContain(token);
    });
  },
  LONG_MS,
);

(canMount() ? test : test.skip)(
  "a disk that is full shows as a store that is away, until there is room",
  async () => {
    const disk = mountSmallDisk(4_096);
    const home = await openHome({ disk: disk.folder });
    try {
      const bot = home.run();
      await until("it runs", () => bot.stderr().includes('"running"'));
      disk.fill();
      home.say(1);
      await untilTold(bot, "suanpan_store_away", (n) => n === 1);
      const { of } = await figuresOf(bot);
      const since = of("suanpan_store_away_since_timestamp_seconds") ?? 0;
      expect(Math.abs(Date.now() / 1_000 - since)).toBeLessThan(3_600);
      disk.free();
      await untilTold(bot, "suanpan_store_away", (n) => n === 0);
      const after = await figuresOf(bot);
      expect(after.of("suanpan_store_away_since_timestamp_seconds")).toBe(0);
    } finally {
      await home.close();
      disk.close();
    }
  },
  LONG_MS,
);
