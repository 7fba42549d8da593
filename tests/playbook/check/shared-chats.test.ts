// A chat belongs to one client: what two playbooks list was silently the first's.
import { expect, test } from "vitest";
import "../../../src/app/features.js";
import { checkFiles } from "../../../src/playbook/check/check.js";
import { playbookEnv } from "../../../src/playbook/read/env.js";

const env = playbookEnv((name) => (name === "SUANPAN_PAW_CHAT" ? "-100" : undefined));
const PERSONA =
  "version: 1\nid: girl\nname: 阿翠\nkind: person\nlines: { bye: 再见, disclosure: 我是机器人 }\n";
const playbook = (client: string, chats: readonly string[]) => `version: 1
client: ${client}
brand: 茶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "10001", role: owner } }
groups:
  pools: { all: { title: "群{{ n }}" } }
  chats:
${chats.map((chat, n) => `    g${n}: { platform: telegram, pool: all, ${chat} }`).join("\n")}
persona: girl
`;

function found(mine: string, theirs: string, lang: "en" | "zh-CN" = "en") {
  const files = [
    { path: "tea.yaml", text: playbook("tea", ['chat: "-99"', mine]) },
    { path: "paw.yaml", text: playbook("paw", [theirs]) },
    { path: "girl.yaml", text: PERSONA },
  ];
  const { ok, findings } = checkFiles(files, { lang, env });
  expect(ok).toBe(findings.length === 0);
  return findings.map(({ severity: _, ...finding }) => finding);
}

test("two clients can't list the same chat: it is found in the second file and names both", () => {
  const where = { code: "PLAYBOOK_CHAT_SHARED", file: "paw.yaml", line: 10, col: 48 };
  expect(found('chat: "-100"', 'chat: "-100"')).toEqual([
    {
      ...where,
      message: "chat -100 is client tea's; it can't be client paw's too",
      fix: "take it out of one of the two playbooks; /unbind in the chat releases one that is bound already",
    },
  ]);
  expect(found('chat: "-100"', 'chat: "-100"', "zh-CN")).toEqual([
    {
      ...where,
      message: "群 -100 是品牌方 tea 的，不能同时是品牌方 paw 的",
      fix: "从其中一个剧本里去掉；已经绑定了的，在群里输入 /解绑",
    },
  ]);
});

test.each([
  ['chat: "-100"', 'chat: "env:SUANPAN_PAW_CHAT"', "env:SUANPAN_PAW_CHAT"],
  ['chat: "-100", account: shop', 'chat: "-100", account: shop', "-100"],
  ['chat: "-100", account: shop', 'chat: "-100"', "-100"],
  ['chat: "-100"', 'chat: "-100", account: shop', "-100"],
])("%s and %s are the same chat", (mine, theirs, chat) => {
  expect(found(mine, theirs).map(({ code, message }) => [code, message])).toEqual([
    ["PLAYBOOK_CHAT_SHARED", `chat ${chat} is client tea's; it can't be client paw's too`],
  ]);
});

test.each([
  ['chat: "-100"', 'chat: "-101"'],
  // Two bots, each the bot of a client.
  ['chat: "-100", account: one', 'chat: "-100", account: two'],
])("%s and %s are two", (mine, theirs) => {
  expect(found(mine, theirs)).toEqual([]);
});

test("of one client that stands in two files only that is said", () => {
  const text = playbook("tea", ['chat: "-100"']);
  const files = [
    { path: "a.yaml", text },
    { path: "b.yaml", text },
    { path: "girl.yaml", text: PERSONA },
  ];
  const { findings } = checkFiles(files, { lang: "en", env });
  expect(findings.map(({ code }) => code)).toEqual(["PLAYBOOK_CLIENT_TWICE"]);
});
