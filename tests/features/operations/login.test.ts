import { expect, test } from "vitest";
import { qrPng } from "../../../src/core/qr.js";
import type { Call } from "../../../src/engine/feature.js";
import { loginCommand } from "../../../src/features/operations/login-command.js";
import type { Platform } from "../../../src/platform/port.js";

const CODE = "http://weixin.qq.com/x/1";
const telegram = { account: "telegram", health: () => ({ ok: true, notes: [] }) };
const wechat = (account: string, ok: boolean, code?: string) => ({
  account,
  health: () => ({ ok, notes: [] }),
  loginCode: () => code,
});
const call = (platforms: readonly object[], part: object = {}) =>
  ({
    deps: { platforms: platforms as readonly Platform[] },
    ...{ locale: "en", overall: true, place: { direct: true }, ...part },
  }) as unknown as Call;

test("the owner gets the code that is to be scanned, of the account that has one", async () => {
  const accounts = [
    telegram,
    wechat("wechat", true),
    wechat("wechat:a", false),
    wechat("wechat:b", false, CODE),
  ];
  const { text, picture } = await loginCommand.run(call(accounts));
  expect(text).toContain("wechat:b");
  expect(text).not.toContain(CODE);
  expect(picture?.png).toBe(qrPng(CODE).toString("base64"));
});

test.each([
  ["nobody's", [telegram], "No WeChat account"],
  ["one that is in", [telegram, wechat("wechat", true, CODE)], "is logged in"],
  ["several that are in", [wechat("wechat", true), wechat("wechat:a", true)], "All 2"],
  ["one without a code", [wechat("wechat", false)], "no code yet"],
])("%s has nothing to scan", async (_name, accounts, words) => {
  const { text, picture } = await loginCommand.run(call(accounts));
  expect(text).toContain(words);
  expect(picture).toBeUndefined();
});

test.each([{ overall: false }, { place: { direct: false } }])(
  "it is for the installation's owner alone, in private: %j",
  async (part) => {
    await expect(
      loginCommand.run(call([wechat("wechat", false, CODE)], part)),
    ).rejects.toMatchObject({ code: "COMMAND_LOGIN_OWNER" });
  },
);
