import { expect, test } from "vitest";
import { readConfig } from "../../src/app/config.js";

test.each([
  ["off", false],
  ["OFF", false],
  ["false", false],
  ["0", false],
  ["no", false],
  ["on", true],
  ["", true],
  [undefined, true],
])("WECHATY_TLS=%s: the line is encrypted: %s", (text, tls) => {
  const given = { WECHATY_PUPPET: "wechaty-puppet-service", WECHATY_TOKEN: "puppet_1" };
  const { wechat } = readConfig({ ...given, WECHATY_TLS: text });
  expect(wechat.map((one) => one.tls)).toEqual([tls]);
});
