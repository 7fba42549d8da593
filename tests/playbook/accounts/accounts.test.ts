import { describe, expect, test } from "vitest";
import { checkFiles } from "../../../src/playbook/check/check.js";
import { playbookEnv } from "../../../src/playbook/read/env.js";

const PERSONA =
  "version: 1\nid: girl\nname: 阿翠\nkind: person\nlines: { bye: 再见, disclosure: 我是机器人 }\n";
const playbook = (chat: string) => `version: 1
client: tea-town
brand: 茶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "10001", role: owner } }
groups:
  pools: { welfare: { title: "群{{ n }}" } }
  chats:
    hq: { ${chat}, chat: "-1001", pool: welfare }
persona: girl
`;
const VARIABLES: Readonly<Record<string, string>> = {
  TELEGRAM_BOT_TOKEN: "1:one",
  TELEGRAM_BOT_TOKEN_SHOP: "2:two",
  TELEGRAM_BOT_TOKEN_COPY: "1:one",
  WECHATY_TOKEN_A: "insecure_a",
  WECHATY_TOKEN_B: "insecure_b",
  SUANPAN_TEA_TOWN_WOO: "a shop's",
};
const env = playbookEnv((name) => VARIABLES[name], "SUANPAN_TEA_TOWN_WOO");
const check = (accounts: string, ...files: { path: string; text: string }[]) =>
  checkFiles([{ path: "accounts.yaml", text: accounts }, ...files], { lang: "zh-CN", env });
const file = (...lines: string[]) => ["version: 1", "accounts:", ...lines, ""].join("\n");
const said = (text: string) =>
  check(text).findings.map(({ code, line, col }) => {
    const from = text.split("\n")[line - 1]?.slice(col - 1) ?? "";
    return `${line} ${/^[^\s,}]+/.exec(from)?.[0]} ${code}`;
  });

const TELEGRAM = "  - { platform: telegram, token: env:TELEGRAM_BOT_TOKEN }";
const WECHAT_A =
  "  - { platform: wechat, name: a, puppet: wechaty-puppet-service, token: env:WECHATY_TOKEN_A";

describe("a file of accounts", () => {
  test("is taken as it stands", () => {
    const checked = check(file(TELEGRAM, `${WECHAT_A}, endpoint: "127.0.0.1:8788", tls: false }`));
    expect(checked.findings).toEqual([]);
    expect(checked.accounts).toEqual([
      { platform: "telegram", token: "env:TELEGRAM_BOT_TOKEN" },
      {
        platform: "wechat",
        name: "a",
        puppet: "wechaty-puppet-service",
        token: "env:WECHATY_TOKEN_A",
        endpoint: "127.0.0.1:8788",
        tls: false,
      },
    ]);
  });

  test("an account's limits are read as a client's are", () => {
    const own = "limits: { unasked: { day: 300 } }, warmed_up: true";
    const { accounts, findings } = check(file(`${WECHAT_A}, ${own} }`));
    expect(findings).toEqual([]);
    const limits = { acts: {}, images: {}, unasked: { day: 300 } };
    expect(accounts?.[0]).toMatchObject({ limits, warmed_up: true });
  });

  test.each([
    [
      "limits where the platform's own are all there is",
      "  - { platform: telegram, token: env:TELEGRAM_BOT_TOKEN, warmed_up: true }",
      "3 true ACCOUNT_WECHAT_ONLY",
    ],
    ["a limit of none", `${WECHAT_A}, limits: { acts: { day: 0 } } }`, "3 0 PLAYBOOK_LIMIT_ZERO"],
    ["a secret in clear", "  - { platform: telegram, token: hunter2 }", "3 hunter2 ACCOUNT_SECRET"],
    [
      "a shop's secret",
      "  - { platform: telegram, token: env:SUANPAN_TEA_TOWN_WOO }",
      "3 env:SUANPAN_TEA_TOWN_WOO ACCOUNT_VARIABLE",
    ],
    [
      "any other variable",
      "  - { platform: telegram, token: env:AWS_SECRET_ACCESS_KEY }",
      "3 env:AWS_SECRET_ACCESS_KEY ACCOUNT_VARIABLE",
    ],
    [
      "a variable that isn't set",
      "  - { platform: telegram, token: env:TELEGRAM_BOT_TOKEN_NONE }",
      "3 env:TELEGRAM_BOT_TOKEN_NONE PLAYBOOK_ENV_UNSET",
    ],
    [
      "an unknown platform",
      "  - { platform: whatsapp, token: env:TELEGRAM_BOT_TOKEN }",
      "3 whatsapp PLAYBOOK_CHOICE",
    ],
    [
      "a puppet on Telegram",
      "  - { platform: telegram, token: env:TELEGRAM_BOT_TOKEN, puppet: wechaty-puppet-service }",
      "3 wechaty-puppet-service ACCOUNT_WECHAT_ONLY",
    ],
    [
      "no puppet on WeChat",
      "  - { platform: wechat, token: env:WECHATY_TOKEN_A }",
      "3 wechat ACCOUNT_PUPPET",
    ],
    [
      "a puppet that gets accounts banned",
      "  - { platform: wechat, token: env:WECHATY_TOKEN_A, puppet: wechaty-puppet-wechat4u }",
      "3 wechaty-puppet-wechat4u PLAYBOOK_CHOICE",
    ],
    [
      "an endpoint with a scheme",
      `${WECHAT_A}, endpoint: "http://x:1" }`,
      '3 "http://x:1" ACCOUNT_ENDPOINT',
    ],
    ["a mistyped key", `${WECHAT_A}, realname: "x" }`, "3 realname: PLAYBOOK_UNKNOWN_KEY"],
  ])("%s", (_name, line, expected) => {
    expect(said(file(line))).toEqual([expected]);
  });

  test("an account that stands there twice, and one secret for two", () => {
    const again = "  - { platform: telegram, token: env:TELEGRAM_BOT_TOKEN_SHOP }";
    expect(said(file(TELEGRAM, again))).toEqual(["4 telegram ACCOUNT_TWICE"]);
    const copy = "  - { platform: telegram, name: b, token: env:TELEGRAM_BOT_TOKEN_COPY }";
    expect(said(file(TELEGRAM, copy))).toEqual([
      "4 env:TELEGRAM_BOT_TOKEN_COPY ACCOUNT_TOKEN_TWICE",
    ]);
  });

  test("two accounts of one person are warned of, and by name only", () => {
    const b = WECHAT_A.replace("name: a", "name: b").replace("TOKEN_A", "TOKEN_B");
    const checked = check(file(`${WECHAT_A}, real_name: 王五 }`, `${b}, real_name: "王 五 " }`));
    expect(checked.ok).toBe(true);
    expect(checked.findings.map(({ message }) => message)).toEqual([
      "wechat:b 和 wechat:a 是同一个实名：一个被封，另一个也会受影响",
    ]);
  });

  test.each([
    ["unasked: { hour: 60, day: 300 }", []],
    ["acts: { hour: 300, day: 100 }", ["3 300 ACCOUNT_LIMIT_CROSSED"]],
    ["acts: { hour: 100 }, unasked: { hour: 71 }", ["3 71 ACCOUNT_LIMIT_CROSSED"]],
    ["acts: { hour: 100 }, unasked: { hour: 70 }", []],
    // Of the 1200 a day that hold where nothing is written 840 may be unasked.
    ["unasked: { day: 840 }", []],
    ["unasked: { day: 841 }", ["3 841 ACCOUNT_LIMIT_IDLE"]],
    ["acts: { hour: 1201 }", ["3 1201 ACCOUNT_LIMIT_IDLE"]],
    ["acts: { hour: 1201, day: 2000 }", []],
    ["images: { hour: 240 }", []],
    ["images: { hour: 241 }", ["3 241 ACCOUNT_LIMIT_IDLE"]],
  ])("limits that contradict themselves: %s", (limits, says) => {
    expect(said(file(`${WECHAT_A}, limits: { ${limits} } }`))).toEqual(says);
  });

  test("a second file is refused, and no account at all", () => {
    const second = { path: "clients/accounts.yaml", text: file(TELEGRAM) };
    expect(check(file(TELEGRAM), second).findings).toMatchObject([
      { code: "ACCOUNT_FILE_TWICE", file: "clients/accounts.yaml" },
    ]);
    expect(said("version: 1\naccounts: []\n")).toEqual(["2 [] PLAYBOOK_TOO_SMALL"]);
  });

  test("no secret is ever shown", () => {
    const shown = JSON.stringify(
      check(
        file("  - { platform: telegram, token: 12345678:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-pX }"),
      ),
    );
    expect(shown).not.toContain("AAEhBOweik6ad9r");
  });
});

describe("a playbook beside it", () => {
  const chat = (platform: string, account?: string) => ({
    path: "tea-town/playbook.yaml",
    text: playbook(`platform: ${platform}${account ? `, account: ${account}` : ""}`),
  });
  const persona = { path: "p.yaml", text: PERSONA };

  test("names accounts that are listed", () => {
    expect(check(file(TELEGRAM), chat("telegram"), persona).ok).toBe(true);
    const [found] = check(file(TELEGRAM), chat("telegram", "shop"), persona).findings;
    expect(found).toMatchObject({ code: "ACCOUNT_UNKNOWN", file: "tea-town/playbook.yaml" });
    expect(found?.message).toBe("accounts.yaml 里没有账号 telegram:shop");
    expect(found?.fix).toContain("telegram");
  });

  test("without a file of accounts every name may be one", () => {
    const files = [chat("telegram", "shop"), persona];
    expect(checkFiles(files, { lang: "en", env }).findings).toEqual([]);
  });
});
