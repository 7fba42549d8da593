import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeBotApi } from "../fake-bot-api.js";
import { startFront } from "../front.js";
import { type Running, start } from "../process.js";
import { until } from "../until.js";

const BOSS = 10001;
export const SECRET = "s3cr3t";
/** Both brands: the account, the bot's token, and the group. */
const BRANDS = {
  tea: { account: undefined, token: "42:first", chat: -1001000000001 },
  pets: { account: "shop", token: "43:shop", chat: -1001000000002 },
} as const;
export type Brand = keyof typeof BRANDS;

const playbookText = (brand: Brand, answer: string) => `version: 1
client: ${brand}
brand: ${brand}
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "${BOSS}", role: owner } }
groups:
  pools: { all: { title: "群{{ n }}" } }
  chats:
    one: { platform: telegram, ${BRANDS[brand].account ? `account: ${BRANDS[brand].account}, ` : ""}chat: "${BRANDS[brand].chat}", pool: all }
persona: ${brand}
orders: { sources: { own: { kind: generic, secret: env:SUANPAN_${brand.toUpperCase()}_HOOK } } }
replies: { open: { when: { keywords: [几点] }, say: open } }
scripts: { welcome: { on: joined, steps: [{ say: greet }] } }
# ${answer}
`;
const personaText = (brand: Brand, answer: string) => `version: 1
id: ${brand}
name: 小二
kind: brand
pacing: { reading: 999/s, min: 0s, max: 1s }
lines:
  greet: "欢迎{{ member.name }}"
  open: "${answer}"
  disclosure: 我是店里的机器人
`;

/** The files of an installation, as one machine has them. */
async function writeFiles(folder: string, answer: string): Promise<void> {
  for (const brand of ["tea", "pets"] as const) {
    await mkdir(join(folder, "playbooks", brand), { recursive: true });
    await mkdir(join(folder, "personas"), { recursive: true });
    const playbook = join(folder, "playbooks", brand, "playbook.yaml");
    await writeFile(playbook, playbookText(brand, answer));
    await writeFile(join(folder, "personas", `${brand}.yaml`), personaText(brand, answer));
  }
}

/** Two brands on a bot each, and processes that serve both, each on a machine of its own. */
export async function openTwoAccounts(env: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-two-"));
  const [tea, pets] = await Promise.all(
    [BRANDS.tea, BRANDS.pets].map(({ token }) => startFakeBotApi({ token })),
  );
  if (!tea || !pets) throw new Error("no fakes");
  const apis = { tea, pets };
  for (const brand of ["tea", "pets"] as const) apis[brand].addBot(BRANDS[brand].chat, brand);
  const front = await startFront(
    new Map([
      ["42:first", tea.url],
      ["43:shop", pets.url],
    ]),
  );
  const bots: Running[] = [];
  await writeFiles(join(folder, "first"), "九点");
  const got = (brand: Brand, text: string) =>
    apis[brand].sent.filter((sent) => sent.text === text).length;

  return {
    /** Starts a process with files of its own, as they are at first. */
    async run(machine: string): Promise<Running> {
      const home = join(folder, machine);
      if (machine !== "first") await cp(join(folder, "first"), home, { recursive: true });
      const bot = start(["dist/main.js", "run"], {
        LANG: "en_US.UTF-8",
        TELEGRAM_BOT_TOKEN: BRANDS.tea.token,
        TELEGRAM_BOT_TOKEN_SHOP: BRANDS.pets.token,
        TELEGRAM_API_ROOT: front.url,
        SUANPAN_HTTP: "127.0.0.1:0",
        SUANPAN_TEA_HOOK: SECRET,
        SUANPAN_PETS_HOOK: SECRET,
        SUANPAN_PLAYBOOKS: join(home, "playbooks"),
        SUANPAN_PERSONAS: join(home, "personas"),
        ...env,
      });
      bots.push(bot);
      return bot;
    },
    /** Somebody on a machine changes what both brands answer. */
    edit: (machine: string, answer: string) => writeFiles(join(folder, machine), answer),
    /** A member comes and is greeted. */
    async greets(brand: Brand, member: number): Promise<void> {
      apis[brand].join(BRANDS[brand].chat, member, `m${member}`);
      await until(`m${member} of ${brand} is greeted`, () => got(brand, `欢迎m${member}`) > 0);
    },
    got,
    /** Asks until the answer is this one. */
    async answers(brand: Brand, answer: string, from: number): Promise<void> {
      const asks = () => {
        apis[brand].say(BRANDS[brand].chat, from++, "问", "几点");
      };
      const timer = setInterval(asks, 2_000);
      asks();
      await until(`${brand} answers ${answer}`, () => got(brand, answer) > 0).finally(() =>
        clearInterval(timer),
      );
    },
    /** @returns what the boss is answered in a brand's group, or in private by its account. */
    async command(brand: Brand, text: string, direct = false): Promise<string> {
      const before = apis[brand].sent.length;
      apis[brand].say(direct ? BOSS : BRANDS[brand].chat, BOSS, "老板", text, direct);
      await until(`${text} is answered`, () => apis[brand].sent.length > before);
      return apis[brand].sent.at(-1)?.text ?? "";
    },
    async close(): Promise<void> {
      for (const bot of bots) bot.kill();
      await Promise.all(bots.map((bot) => bot.exit()));
      await front.close();
      await Promise.all([tea.stop(), pets.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where a process takes webhooks in. */
export const hooksOf = (bot: Running): string => /"http":"([^"]+)"/.exec(bot.stderr())?.[1] ?? "";
