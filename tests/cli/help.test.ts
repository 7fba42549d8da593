import { afterEach, expect, jest, test } from "@jest/globals";
import { Command } from "commander";
import { addExperimentCommands } from "../../src/cli/experiment-commands.js";
import { addPromoCommands } from "../../src/cli/promo-commands.js";
import { testConfig } from "../support/config.js";

afterEach(() => void jest.restoreAllMocks());

/** What a command and those below it say of themselves and their options. */
function saidBy(command: Command): string[] {
  return [
    ...(command.name() === "suanpan" ? [] : [command.description()]),
    ...command.options.flatMap(({ description }) => description || []),
    ...command.commands.flatMap(saidBy),
  ];
}

test.each([
  ["zh_CN.UTF-8", true],
  ["en_US.UTF-8", false],
])("with LANG=%s every command speaks the reader's language", (LANG, chinese) => {
  const program = new Command("suanpan");
  addPromoCommands(program, testConfig({ LANG }), () => {});
  addExperimentCommands(program, testConfig({ LANG }), () => {});
  const said = saidBy(program);
  expect(said.length).toBeGreaterThan(30);
  expect(said.filter((text) => /\p{Script=Han}/u.test(text) !== chinese)).toEqual([]);
});
