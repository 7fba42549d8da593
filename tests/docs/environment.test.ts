import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readConfig } from "../../src/app/config.js";

type Variable = { readonly name: string; readonly value: string; readonly above: string };

/** Each variable of the example with the comment above it; one comment may explain two in a row. */
function exampleOf(text: string): Variable[] {
  return text.split("\n\n").flatMap((part) => {
    const lines = part.split("\n");
    const given = lines.flatMap((line) => {
      const [, name, value = ""] = /^#([A-Z][A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name ? [{ name, value }] : [];
    });
    const above = lines.filter((line) => line.startsWith("# ")).join("\n");
    return given.map((one) => ({ ...one, above }));
  });
}

/** Every variable that the configuration looks at, whatever the others are. */
function variablesRead(): string[] {
  const names = new Set<string>();
  for (const value of ["", "x", "en"]) {
    // Some are found by how their name begins, so all of the example's are there.
    const env = new Proxy<NodeJS.ProcessEnv>(
      Object.fromEntries(example.map(({ name }) => [name, value])),
      {
        get: (_env, name) => {
          names.add(String(name));
          return value;
        },
      },
    );
    readConfig(env);
  }
  return [...names].sort();
}

const example = exampleOf(readFileSync(".env.example", "utf8"));
const shown = (name: string) => example.find((one) => one.name === name)?.value;

test("the example explains every variable that is read, and no other", () => {
  expect(example.map(({ name }) => name).sort()).toEqual(variablesRead());
});

test.each(example)("$name is explained in Chinese and in English", ({ above }) => {
  const lines = above.split("\n");
  expect(lines.some((line) => /\p{Script=Han}/u.test(line))).toBe(true);
  expect(lines.some((line) => !/\p{Script=Han}/u.test(line))).toBe(true);
});

test("the values shown are the defaults", () => {
  const config = readConfig({});
  expect(shown("SUANPAN_STORE")).toBe(config.store);
  expect(shown("SUANPAN_PLAYBOOKS")).toBe(config.playbooks);
  expect(shown("SUANPAN_PERSONAS")).toBe(config.personas);
  expect(shown("SUANPAN_HTTP")).toBe(config.http);
  expect(shown("SUANPAN_HTTP_DEADLINE")).toBe(config.httpDeadline);
  expect(shown("LOG_LEVEL")).toBe(config.logLevel);
  const { lang } = config;
  expect(readConfig({ LANG: shown("LANG"), LC_ALL: shown("LC_ALL") }).lang).toBe(lang);
});
