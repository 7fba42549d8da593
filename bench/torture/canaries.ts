import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultKind } from "../../tests/support/fake-bot-api-faults.js";
import { bodies } from "../../tests/support/hook-bodies.js";
import { type Signed, senders, WECHAT } from "../../tests/support/hook-senders.js";
import type { Running } from "../../tests/support/process.js";
import { openArena } from "./arena.js";
import { badPlaybooks } from "./bad-playbooks.js";
import { CLERK, CLIENT, chatOf, chatsOf, eventually, groupsPlaybook, QUESTION } from "./groups.js";
import { type Canary, filesIn, leaksIn, type Output } from "./leaks.js";
import type { Random } from "./random.js";
import { noticeOf, SHOPS, SOURCES } from "./shops.js";
import { running } from "./storm/storm.js";
import { atMost, type Outcome, type Setting } from "./trial.js";

const BOSS = 10001;
const SHORT_FAULTS = ["unauthorised", "not_found", "internal", "reset"] as const;
const FULL_FAULTS: readonly FaultKind[] = [
  ...SHORT_FAULTS,
  ...(["html502", "html200", "rate_limited", "conflict", "cut", "lost", "no_list"] as const),
];

/** Every secret that a bot may have, each with a part that stands nowhere else. */
function secretsFrom(random: Random) {
  const canaries: Canary[] = [];
  const core = (name: string): string => {
    const drawn = Array.from({ length: 20 }, () => random.below(36).toString(36)).join("");
    canaries.push({ name, core: drawn });
    return drawn;
  };
  const env = {
    TELEGRAM_BOT_TOKEN: `42:AA${core("TELEGRAM_BOT_TOKEN")}`,
    // The fake refuses it.
    TELEGRAM_BOT_TOKEN_SIDE: `43:AA${core("TELEGRAM_BOT_TOKEN_SIDE")}`,
    SUANPAN_STORM_SHOP: core("SUANPAN_STORM_SHOP"),
    SUANPAN_STORM_TOKEN: core("SUANPAN_STORM_TOKEN"),
    SUANPAN_STORM_AES: core("SUANPAN_STORM_AES").padEnd(43, "A"),
    SUANPAN_STORM_PASSWORD: core("SUANPAN_STORM_PASSWORD"),
    SUANPAN_RIVAL_SHOP: core("SUANPAN_RIVAL_SHOP"),
    SUANPAN_HTTP_TOKEN: core("SUANPAN_HTTP_TOKEN"),
    AWS_SECRET_ACCESS_KEY: core("AWS_SECRET_ACCESS_KEY"),
    DATABASE_URL: `postgres://bot:${core("DATABASE_URL")}@127.0.0.1/x`,
  } as const;
  return { env, clear: core("a secret in clear in a playbook"), canaries };
}

const wechatTo = (signed: Signed): Signed => ({
  ...signed,
  path: signed.path.replace(/^[^?]+/, `/hooks/${CLIENT}/weixin`),
});

/** The bot with secrets everywhere, under every fault: none of them is to be read anywhere. */
export async function canaries(setting: Setting): Promise<Outcome> {
  const { folder, random, scale, log } = setting;
  const { env, clear, canaries: secrets } = secretsFrom(random);
  const chats = chatsOf(2);
  const sound = groupsPlaybook(chats, SHOPS);
  const arena = await openArena({
    ...{ folder, client: CLIENT, playbook: sound, personas: { clerk: CLERK }, chats },
    token: env.TELEGRAM_BOT_TOKEN,
  });
  const outputs: Output[] = [];
  const processes: Running[] = [];
  const run = (more: Readonly<Record<string, string>> = {}, args?: readonly string[]): Running => {
    const bot = arena.run({ ...env, ...more }, args);
    processes.push(bot);
    return bot;
  };
  const send = async ({ path, body, headers }: Signed, method = "POST"): Promise<number> => {
    // A connection of its own: one that is kept may be closed by the bot at the moment when it is used again.
    const alone = { ...headers, connection: "close" };
    const options =
      method === "POST" ? { method, body, headers: alone } : { method, headers: alone };
    const answer = await fetch(arena.web + path, options);
    const said = [...answer.headers].flat().join(" ");
    outputs.push({
      where: `the answer to ${method} ${path}`,
      text: `${said} ${await answer.text()}`,
    });
    return answer.status;
  };
  const files = async () => outputs.push(...(await filesIn(dirname(arena.file))));
  try {
    const bot = run({ LOG_LEVEL: "trace" });
    await running(bot);
    await arena.say(`${BOSS}: /whoami`);

    let taken = 0;
    const wechat = { ...WECHAT, token: env.SUANPAN_STORM_TOKEN, aesKey: env.SUANPAN_STORM_AES };
    for (const [n, source] of SOURCES.entries()) {
      const sale = { source, id: String(7_001 + n), at: Date.now(), member: 7 };
      const order = bodies.wechat("channels_ec_order_pay", sale.id);
      const sign = (at: number): Signed =>
        source === "weixin"
          ? wechatTo(senders.wechat(order, at, wechat))
          : noticeOf(sale, env.SUANPAN_STORM_SHOP, at);
      const signed = sign(Date.now());
      if ((await send(signed)) === 200) taken += 1;
      await send(noticeOf(sale, "forged"));
      await send(sign(Date.now() - 86_400_000));
      for (const body of ["", "{", "[".repeat(2_000), '{"id":1}']) await send({ ...signed, body });
      await send(signed, "GET");
    }
    // Signed as it must be, and nothing that one can read.
    await send(wechatTo(senders.wechat("<xml/>", Date.now(), wechat)));
    for (const path of ["/", "/healthz", "/hooks", `/hooks/${CLIENT}/%2e%2e`, "/hooks/x/y?a=b"])
      await send({ path, body: "", headers: {} }, "GET");
    log(`${outputs.length} requests`);

    let member = 100;
    for (const kind of scale === "short" ? SHORT_FAULTS : FULL_FAULTS) {
      for (const method of ["getUpdates", "sendMessage", "getChatMemberCount"])
        await arena.fault(method, kind);
      await arena.say(`${++member}@${chatOf(member % 2)}: ${QUESTION}`);
      await wait(scale === "short" ? 500 : 2_500);
      await arena.mend();
    }
    await arena.say(`${++member}@${chatOf(0)}: ${QUESTION}`);
    const answered = async () =>
      (await arena.sent()).some(({ text }) => text === `${member}的优惠`);
    await eventually("the bot answers after all faults", answered);
    log("faults are over");

    const bad = [...badPlaybooks(sound, clear)].filter((_, n) => scale === "full" || n % 5 === 0);
    const elsewhere = join(folder, "elsewhere.db");
    for (const [n, [name, text]] of bad.entries()) {
      await writeFile(arena.playbookFile, text);
      const before = (await arena.sent()).length;
      await arena.say(`${BOSS}: /剧本 检查`, `${BOSS}: /剧本 重载`);
      const said = async () => (await arena.sent(before)).length >= 2;
      await eventually(`the boss hears of the playbook: ${name}`, said);
      if (scale === "short") continue;
      const LANG = n % 2 === 0 ? "zh_CN.UTF-8" : "en_US.UTF-8";
      await run({ LANG }, ["check", dirname(arena.playbookFile)]).exit();
      const start = run({ LANG, SUANPAN_STORE: `sqlite:${elsewhere}`, SUANPAN_HTTP: "off" });
      await Promise.race([start.exit(), running(start).catch(() => undefined)]);
      start.kill();
      await start.exit();
    }
    await writeFile(arena.playbookFile, sound);
    await files();
    bot.term();
    await bot.exit();
    await files();
    log(`${bad.length} bad playbooks`);

    // Starts that go wrong.
    const store = `mongodb://bot:${env.AWS_SECRET_ACCESS_KEY}@127.0.0.1:1/x`;
    const wrongs: readonly Readonly<Record<string, string>>[] = [
      { SUANPAN_STORE: store },
      { TELEGRAM_BOT_TOKEN: clear },
      { TELEGRAM_BOT_TOKEN: `42:${clear} ${clear}\n` },
      { TELEGRAM_API_ROOT: `http://bot:${clear}@127.0.0.1:1` },
      { TELEGRAM_API_ROOT: "http://127.0.0.1:1" },
      { TELEGRAM_API_ROOT: `not an address ${clear}` },
      { SUANPAN_OWNER: clear },
      { SUANPAN_PLAYBOOK_ENV: `AWS_SECRET_ACCESS_KEY ${clear}` },
    ];
    for (const wrong of wrongs.filter((_, n) => scale === "full" || n % 2 === 0)) {
      const start = run({ SUANPAN_STORE: `sqlite:${elsewhere}`, ...wrong });
      await Promise.race([start.exit(), wait(scale === "short" ? 3_000 : 6_000)]);
      start.kill();
      await start.exit();
    }

    const sent = await arena.sent();
    outputs.push(...sent.map(({ chat_id, text }) => ({ where: `a text to ${chat_id}`, text })));
    for (const [n, process] of processes.entries()) {
      outputs.push({ where: `stdout of process ${n}`, text: process.stdout() });
      outputs.push({ where: `stderr of process ${n}`, text: process.stderr() });
    }
    const leaks = leaksIn(outputs, secrets);
    for (const leak of leaks.slice(0, 20)) log(leak);
    return {
      figures: {
        secrets: secrets.length,
        outputs: outputs.length,
        bytes: outputs.reduce((sum, { text }) => sum + text.length, 0),
        processes: processes.length,
        signed_orders_taken: taken,
        bad_playbooks: bad.length,
      },
      targets: [
        atMost("outputs with a canary secret", leaks.length, 0),
        atMost("signed orders not taken", SOURCES.length - taken, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}
