import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { sentenceOf } from "../../../../src/core/i18n.js";
import { designSchema } from "../../../../src/domain/experiment/design/design.js";
import { experiment } from "../../../../src/features/experiment/feature.js";

const HOUSES = ["src/domain/experiment/report", "src/features/experiment"];

const sourceOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(`${folder}/${file}`, "utf8"))
    .join("\n");
const textsIn = (folder: string, lang: string): Record<string, string> =>
  parse(readFileSync(`${folder}/texts.${lang}.yaml`, "utf8"));
const isCode = (key: string) => /^[A-Z_]+$/.test(key);
const codesIn = (folder: string) => Object.keys(textsIn(folder, "en")).filter(isCode);
const among = (source: string, pattern: RegExp) =>
  [...source.matchAll(pattern)].map(([, code]) => code as string);

test("every code that designs and data are refused with, or that is warned of, has its sentence, and every sentence is used", () => {
  const source = sourceOf("src/domain/experiment");
  const fields = Object.keys(designSchema.shape).map((f) => `DESIGN_FIELD_${f.toUpperCase()}`);
  const thrown = among(source, /"((?:DATA|DESIGN|EXPERIMENT)_[A-Z_]+)"/g);
  const warned = among(source, /code: "([A-Z_]+)"/g);
  const codes = [...fields, ...thrown, ...warned];
  expect(new Set(codesIn("src/domain/experiment/report"))).toEqual(new Set(codes));
});

test("every code that operators are refused with has its sentence, and every sentence is used", () => {
  const thrown = [
    ...among(sourceOf("src/features/experiment"), /"(EXPERIMENT_[A-Z_]+)"/g),
    ...among(sourceOf("src/cli"), /"(SIMULATE_[A-Z_]+)"/g),
    ...among(sourceOf("src/app/simulation"), /"(SIMULATE_[A-Z_]+)"/g),
    ...among(sourceOf("src/store"), /"(FACT_[A-Z_]+)"/g),
  ];
  expect(new Set(codesIn("src/features/experiment"))).toEqual(new Set(thrown));
});

test("the feature answers for the codes of its designs too", () => {
  const { texts = [] } = experiment;
  const params = { id: "posts", need: 2, known: 1, days: 7 };
  const said = (lang: "en" | "zh-CN", code: string) => sentenceOf(texts, lang, { code, params });
  for (const code of HOUSES.flatMap(codesIn)) expect(said("en", code)).toBeDefined();
  expect(said("en", "EXPERIMENT_GROUPS_FEW")).toMatch(/^Experiment posts needs 2 groups/);
  expect(said("zh-CN", "EXPERIMENT_RUNNING")).toMatch(/^实验 posts 已经在进行/);
  expect(said("en", "COMMAND_UNKNOWN")).toBeUndefined();
});

type Part = ReturnType<IntlMessageFormat["getAst"]>[number];
/** The names that a message wants filled, those inside its plurals and choices too. */
const holesOf = (parts: readonly Part[]): string[] =>
  parts.flatMap((part) => [
    ...(part.type !== 0 && "value" in part && typeof part.value === "string" ? [part.value] : []),
    ...("options" in part
      ? Object.values(part.options).flatMap(({ value }) => holesOf(value))
      : []),
  ]);
const holes = (text: string, lang: string) => [
  ...new Set(
    holesOf(new IntlMessageFormat(text, lang, undefined, { ignoreTag: true }).getAst()).sort(),
  ),
];

test.each(HOUSES)("both languages of %s have the same keys and fill the same holes", (folder) => {
  const [zh, en] = [textsIn(folder, "zh-CN"), textsIn(folder, "en")];
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(zh))
    expect([key, holes(en[key] ?? "", "en")]).toEqual([key, holes(text, "zh-CN")]);
});
