import { setTimeout as wait } from "node:timers/promises";
import { readDatabase } from "../../tests/support/process.js";
import { until } from "../../tests/support/until.js";
import { openArena } from "./arena.js";
import { atMost, type Outcome, type Setting } from "./trial.js";

const CHAT = -1001000000001;
const PLAYBOOK = `version: 1
client: storm
brand: 茶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "10001", role: owner } }
groups:
  pools: { all: { title: "群{{ n }}" } }
  chats: { g1: { platform: telegram, chat: "${CHAT}", pool: all } }
persona: clerk
replies: { offer: { when: { keywords: [优惠] }, say: offer } }
`;
const PERSONA = `version: 1
id: clerk
name: 小二
kind: brand
pacing: { reading: 999/s, min: 0s, max: 1s }
lines: { offer: "{{ member.name }}的优惠" }
`;

/** The bot is killed again and again while members speak; nothing that was said is lost or counted twice. */
export async function kills({ random, scale, folder, log }: Setting): Promise<Outcome> {
  const rounds = scale === "short" ? 4 : 200;
  const arena = await openArena({
    ...{ folder, client: "storm", playbook: PLAYBOOK, personas: { clerk: PERSONA } },
    chats: [CHAT],
  });
  try {
    let said = 0;
    for (let round = 0; round < rounds; round++) {
      const bot = arena.run();
      const moment = 200 + random.below(1_500);
      said += 1;
      await arena.say(`${said}@${CHAT}: 有优惠吗`);
      await wait(moment);
      bot.kill();
      await bot.exit();
      if (round % 20 === 19) log(`${round + 1} kills`);
    }
    const bot = arena.run();
    let pending = 1;
    while (pending > 0) pending = await arena.pending();
    await until("it runs", () => bot.stderr().includes('"running"'));
    bot.term();
    await bot.exit();
    const heard = (await readDatabase(arena.file)).about("said");
    return {
      figures: { kills: rounds, said },
      targets: [
        atMost("events lost", said - new Set(heard).size, 0),
        atMost("events doubled", heard.length - new Set(heard).size, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}
