// Which accounts a process opens: those of accounts.yaml where there is one, else those of the environment.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withListedAccounts } from "../../src/app/accounts-file.js";
import { readConfig } from "../../src/app/config.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-accounts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const VARIABLES = {
  TELEGRAM_BOT_TOKEN: "1:one",
  TELEGRAM_BOT_TOKEN_SHOP: "2:two",
  WECHATY_TOKEN_A: "insecure_a",
};
const listed = (text?: string) => {
  if (text !== undefined) writeFileSync(join(folder, "accounts.yaml"), text);
  const store = `sqlite:${join(folder, "data/bot.db")}`;
  return withListedAccounts(
    readConfig({ ...VARIABLES, SUANPAN_PLAYBOOKS: folder, SUANPAN_STORE: store }),
  );
};

test("without a file the environment names them", async () => {
  const { bots, wechat } = await listed();
  expect(bots).toEqual([{ token: "1:one" }, { token: "2:two", name: "shop" }]);
  expect(wechat).toEqual([]);
});

test("a file lists all there are, by the environment's secrets, each with a place of its own", async () => {
  const { bots, wechat } = await listed(`version: 1
accounts:
  - { platform: telegram, name: shop, token: env:TELEGRAM_BOT_TOKEN_SHOP }
  - platform: wechat
    name: xiaolu
    puppet: wechaty-puppet-service
    token: env:WECHATY_TOKEN_A
    endpoint: "127.0.0.1:8788"
    tls: false
`);
  expect(bots).toEqual([{ token: "2:two", name: "shop" }]);
  expect(wechat).toEqual([
    {
      name: "xiaolu",
      puppet: "wechaty-puppet-service",
      token: "insecure_a",
      endpoint: "127.0.0.1:8788",
      tls: false,
      home: join(folder, "data/wechat/xiaolu"),
      word: {},
    },
  ]);
});

test.each([
  "version: 1\naccounts: []\n",
  "version: 1\naccounts:\n  - { platform: telegram, token: env:TELEGRAM_BOT_TOKEN_NONE }\n",
  "accounts: [",
  "client: tea\n",
])("of a file with a mistake nothing is taken, nor what it was to replace: %j", async (text) => {
  const { bots, wechat } = await listed(text);
  expect([bots, wechat]).toEqual([[], []]);
});
