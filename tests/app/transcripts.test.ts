import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replayText } from "../../src/cli/replay.js";
import { PLAYBOOKS, testConfig } from "../support/config.js";

const scripts = ["tea-town", "paw-post"].flatMap((client) => {
  const folder = `${PLAYBOOKS}/${client}/transcripts`;
  return readdirSync(folder).map((file) => [client, file, join(folder, file)] as const);
});

test.each(scripts)("%s: %s", async (client, _file, path) => {
  expect(await replayText(readFileSync(path, "utf8"), client, testConfig())).toEqual([]);
});

test("a line where silence was expected is reported with what came", async () => {
  const text = "alice: 有优惠吗\nbot is silent";
  const problems = await replayText(text, "tea-town", testConfig({ LANG: "en_US.UTF-8" }));
  expect(problems).toEqual([expect.stringMatching(/^2: expected silence, but bot@lobby: ./)]);
});

test("a line that does not come is reported with its number", async () => {
  const text = "alice: 你好\nbot: 不会说的话";
  for (const [lang, start] of [
    ["en_US.UTF-8", /^2: did not come: bot: 不会说的话/],
    ["zh_CN.UTF-8", /^2: 没有等到 bot: 不会说的话/],
  ] as const) {
    const problems = await replayText(text, "tea-town", testConfig({ LANG: lang }));
    expect(problems).toEqual([expect.stringMatching(start)]);
  }
});
