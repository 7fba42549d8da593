/**
 * Whether the built bot works on a puppet that is not ours: the mock that wechaty publishes, served by
 * wechaty's own server. It logs in, hears a question in a group, and answers. Ends with 0 and a line of JSON
 * when all went well. Its packages: `npm --prefix bench/puppet-mock ci`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { log } from "wechaty-puppet";
import { mock, PuppetMock } from "wechaty-puppet-mock";
import { PuppetServer, type PuppetServerOptions } from "wechaty-puppet-service";
import { build, start } from "../../tests/support/process.js";
import { CLERK, CLIENT, eventually, QUESTION } from "../torture/groups.js";
import { writeHouse } from "../torture/processes.js";

const TOKEN = "insecure_puppet-mock";
/** By this sign the mock tells a group from a person. */
const ROOM = "20000000001@chatroom";
const PLAYBOOK = `version: 1
client: ${CLIENT}
brand: 茶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { wechat: wxid_boss, role: owner } }
groups:
  pools: { all: { title: "群{{ n }}" } }
  chats: { hall: { platform: wechat, chat: "${ROOM}", pool: all } }
persona: clerk
replies: { offer: { when: { keywords: [优惠] }, say: offer } }
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

await build();
const folder = await mkdtemp(join(tmpdir(), "suanpan-puppet-mock-"));
log.level("silent");
const mocker = new mock.Mocker();
const puppet = new PuppetMock({ mocker });
const endpoint = `127.0.0.1:${await freePort()}`;
const options = { endpoint, token: TOKEN, tls: { disable: true }, puppet };
const server = new PuppetServer(options as unknown as PuppetServerOptions);
await server.start();
await writeHouse({ folder, client: CLIENT, playbook: PLAYBOOK, personas: { clerk: CLERK } });
const bot = start(["dist/main.js", "run"], {
  LANG: "en_US.UTF-8",
  WECHATY_PUPPET: "wechaty-puppet-service",
  WECHATY_TOKEN: TOKEN,
  WECHATY_ENDPOINT: endpoint,
  WECHATY_TLS: "off",
  SUANPAN_STORE: `sqlite:${join(folder, "data", "suanpan.db")}`,
  SUANPAN_HTTP: "off",
  SUANPAN_PLAYBOOKS: join(folder, "playbooks"),
  SUANPAN_PERSONAS: join(folder, "personas"),
});
try {
  const heard: string[] = [];
  const [self, alice] = ["小二", "alice"].map((name) =>
    mocker.createContact({ id: `wxid_${name}`, name }),
  );
  const room = mocker.createRoom({ id: ROOM, topic: "茶野1群" });
  room.payload.memberIdList.push(self.id, alice.id);
  room.on("message", (message: { talker(): { id: string }; text(): string }) => {
    if (message.talker().id === self.id) heard.push(message.text());
  });
  const says = (what: string) => eventually(what, async () => bot.stderr().includes(what), bot);
  await says('"running"');
  mocker.scan("https://login.weixin.qq.com/l/mock");
  await says("a code is to be scanned");
  mocker.login(self);
  await says("is logged in");
  alice.say(QUESTION).to(room);
  await eventually("the bot answers", async () => heard.length > 0, bot);
  // The mock tells a name only as the contact's, which is a second look-up: the governor has it wait.
  if (!/^(alice|朋友)的优惠$/.test(heard.join())) throw new Error(`it said ${heard}`);
  bot.term();
  const { code } = await bot.exit();
  if (code !== 0) throw new Error(`it ended with ${code}`);
  process.stdout.write(`${JSON.stringify({ puppet: puppet.version(), heard, ok: true })}\n`);
} catch (error) {
  process.stderr.write(bot.stderr());
  throw error;
} finally {
  bot.kill();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
