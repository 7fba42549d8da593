import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fieldTexts } from "../../scripts/schema/field-texts.js";
import { schemaText } from "../../scripts/schema/schema-text.js";
// With the sections that features add.
import "../../src/app/features.js";

type Json = { readonly [key: string]: unknown };
const kinds = ["playbook", "persona"] as const;
const madeOf = (kind: (typeof kinds)[number]) => JSON.parse(schemaText(kind)) as Json;
const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Every schema in a schema, itself included. */
const within = (value: unknown): Json[] => {
  if (Array.isArray(value)) return value.flatMap(within);
  return isJson(value) ? [value, ...Object.values(value).flatMap(within)] : [];
};
const at = (schema: Json, ...path: string[]): Json =>
  path.reduce<Json>((here, key) => (isJson(here[key]) ? here[key] : {}), schema);

test.each(kinds)("%s.schema.json is what npm run schema writes", (kind) => {
  expect(readFileSync(`${kind}.schema.json`, "utf8")).toBe(schemaText(kind));
});

/** Each property by its path, as the texts name it. */
const propertiesOf = (value: unknown, path: string): [string, Json][] => {
  if (Array.isArray(value)) return value.flatMap((part) => propertiesOf(part, path));
  if (!isJson(value)) return [];
  // What a map is judged by is said where it is judged.
  const { properties, if: _test, ...rest } = value;
  const own = Object.entries(isJson(properties) ? properties : {}).filter(([, one]) => isJson(one));
  const end = path === "" || path.endsWith("/") ? path : `${path}.`;
  return [
    ...own.flatMap(([key, one]): [string, Json][] => [
      [end + key, one as Json],
      ...propertiesOf(one, end + key),
    ]),
    ...Object.values(rest).flatMap((part) => propertiesOf(part, path)),
  ];
};
const all = () => [
  ...propertiesOf(madeOf("playbook"), ""),
  ...propertiesOf(madeOf("persona"), "persona/"),
];

test("every property says in both languages what it is for", () => {
  const silent = all().filter(([path, { description }]) => {
    const [chinese = "", english = "", ...more] = String(description ?? "").split("\n");
    const key = path.split(/[./]/).at(-1) ?? "";
    const says =
      /\p{Script=Han}{2}.*。|\p{Script=Han}{2}.*例：/u.test(chinese) &&
      /[a-z]+ [a-z]+/i.test(english);
    return !says || more.length > 0 || english.replace(/\W+$/, "").toLowerCase() === key;
  });
  expect(all().length).toBeGreaterThan(200);
  expect(silent.map(([path]) => path)).toEqual([]);
});

test("every text is of a property that there is", () => {
  const paths = new Set(all().map(([path]) => path));
  const texts = fieldTexts("src");
  expect(Object.keys(texts.en).filter((path) => !paths.has(path))).toEqual([]);
  expect(Object.keys(texts["zh-CN"])).toEqual(Object.keys(texts.en));
});

test.each(kinds)("%s: a map that may be a word too is judged as a map alone", (kind) => {
  for (const { anyOf } of within(madeOf(kind))) {
    const forms = Array.isArray(anyOf) ? anyOf.filter(isJson) : [];
    const maps = forms.filter(({ type }) => type === "object");
    if (maps.length < forms.length) expect(maps).toEqual(maps.map(() => ({ type: "object" })));
  }
});

test.each(kinds)("%s: a map of known keys names them in both languages", (kind) => {
  const maps = within(madeOf(kind)).filter(
    ({ type, properties }) => type === "object" && properties,
  );
  expect(maps.length).toBeGreaterThan(2);
  for (const map of maps) {
    const keys = Object.keys(at(map, "properties"));
    const says = String(at(map, "propertyNames").errorMessage);
    expect(map).toMatchObject({ propertyNames: { enum: keys } });
    expect(says).toContain(keys.join("、"));
    expect(says).toContain(keys.join(", "));
  }
});

// yaml-language-server 2.0.0 had said of `- sayy: hi` and `- delaay: 3m`: Value must be "stop".
test("a mistyped key of a step is told what a step may have", () => {
  const script = at(madeOf("playbook"), "properties", "scripts", "additionalProperties");
  const step = at(script, "properties", "steps", "items");
  expect(step.anyOf).toEqual([{ type: "string", const: "stop" }, { type: "object" }]);
  expect(step.if).toEqual({ type: "object" });
  const { enum: keys, errorMessage } = at(step, "then", "propertyNames");
  expect(keys).toEqual(expect.arrayContaining(["say", "wait", "ask", "if"]));
  expect(errorMessage).toMatch(/^这里没有这个键.*say、/);
});
