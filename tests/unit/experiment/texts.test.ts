import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { designSchema } from "../../../src/domain/experiment/design/design.js";
import {
  ANALYSIS_WARNINGS,
  EXPERIMENT_ERRORS,
} from "../../../src/domain/experiment/report/texts.js";

const source = readdirSync("src/domain/experiment", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith("/texts.ts"))
  .map((file) => readFileSync(`src/domain/experiment/${file}`, "utf8"))
  .join("\n");

test("every code that is thrown or warned of has its sentences, and every sentence is used", () => {
  const fields = Object.keys(designSchema.shape).map((f) => `DESIGN_FIELD_${f.toUpperCase()}`);
  for (const field of fields) expect(EXPERIMENT_ERRORS).toHaveProperty(field);
  const thrown = [...source.matchAll(/"((?:DATA|DESIGN|EXPERIMENT)_[A-Z_]+)"/g)].map(
    ([, code]) => code,
  );
  for (const code of thrown) expect(EXPERIMENT_ERRORS).toHaveProperty(code as string);
  expect(new Set([...thrown, ...fields])).toEqual(new Set(Object.keys(EXPERIMENT_ERRORS)));
  const warned = [...source.matchAll(/code: "([A-Z_]+)"/g)].map(([, code]) => code);
  expect(new Set(warned)).toEqual(new Set(Object.keys(ANALYSIS_WARNINGS)));
});

test("both languages fill the same holes", () => {
  const holes = (text: string) => new Set(text.match(/\{\w+\}/g) ?? []);
  for (const [zh, en] of Object.values({ ...EXPERIMENT_ERRORS, ...ANALYSIS_WARNINGS }))
    expect(holes(zh)).toEqual(holes(en));
});
