import { expect, test } from "vitest";
import { features } from "../../src/app/features.js";
import { UserError } from "../../src/core/errors.js";
import { mayRun } from "../../src/domain/operator/permit.js";
import { commandErrorText } from "../../src/engine/commands/error-text.js";
import { commands, parseCommand } from "../support/commands.js";

test.each(commands.map((spec) => [spec.name, spec] as const))("%s is complete", (name, spec) => {
  expect(spec.usage.en).toMatch(new RegExp(`^/${name}\\b`));
  expect(parseCommand(spec.usage["zh-CN"].split(" - ")[0] ?? "")?.name).toBe(name);
  expect(spec.aliases.length).toBeGreaterThan(0);
  for (const typed of [name, ...spec.aliases]) expect(parseCommand(`/${typed}`)?.name).toBe(name);
});

test("names and aliases are unique", () => {
  const typed = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(typed).size).toBe(typed.length);
});

test.each([
  ["owner", "viewer", true],
  ["operator", "operator", true],
  ["viewer", "operator", false],
  ["operator", "owner", false],
] as const)("%s may do what needs %s: %p", (role, needed, may) => {
  expect(mayRun(role, needed)).toBe(may);
});

test.each(["zh-CN", "en"] as const)("an error says what to type, in %s", (locale) => {
  const sources = features.flatMap(({ texts = [] }) => texts);
  const said = (code: string) => commandErrorText(sources, new UserError(code), locale);
  expect(said("COMMAND_CLIENT_MISSING")).toMatch(/\/(bind|绑定)/);
  expect(said("COMMAND_NOT_IN_GROUP")).toMatch(/\/(bind|绑定)/);
  expect(said("COMMAND_ODD")).toMatch(/COMMAND_ODD.*\/(help|帮助)/);
});
