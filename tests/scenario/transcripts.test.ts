import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/app/config.js";
import { replayText } from "../../src/cli/chat.js";

const folder = "playbooks/tea-town/transcripts";

test.each(readdirSync(folder))("tea-town: %s", async (file) => {
  const text = readFileSync(join(folder, file), "utf8");
  expect(await replayText(text, "tea-town", readConfig({}))).toEqual([]);
});

test("a line that does not come is reported with its number", async () => {
  const problems = await replayText("alice: 你好\nbot: 不会说的话", "tea-town", readConfig({}));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^2: did not come/);
});
