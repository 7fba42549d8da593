import { expect, test } from "vitest";
import { playbookEnv } from "../../../src/playbook/read/env.js";

test("a client whose variables begin like the program's own reads none of its secrets", () => {
  const env = playbookEnv((name) => `value of ${name}`, "SUANPAN_HTTP_TOKEN");
  expect(env.value("http", "SUANPAN_HTTP_SHOP")).toBe("value of SUANPAN_HTTP_SHOP");
  expect(env.value("http", "SUANPAN_HTTP_TOKEN")).toBeUndefined();
  expect(env.allows("http", "SUANPAN_HTTP_TOKEN", ["http"])).toBe(false);
  expect(env.value("tea", "SUANPAN_HTTP_TOKEN")).toBeUndefined();
});
