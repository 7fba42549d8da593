/** As much of JSON Schema as the editors' schemas use. */
type Json = { readonly [key: string]: unknown };
type Check = (rule: unknown, value: unknown, schema: Json, at: string) => readonly string[];

const isMap = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const entries = (value: unknown) => (isMap(value) ? Object.entries(value) : []);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const under = (at: string, key: string | number): string => (at === "" ? `${key}` : `${at}.${key}`);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isMap,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};
/** What is said of a value of one type that breaks a rule. */
const when =
  (type: string, good: (value: never, rule: never) => boolean): Check =>
  (rule, value, schema, at) =>
    !types[type]?.(value) || good(value as never, rule as never)
      ? []
      : [`${at}: ${schema.errorMessage ?? `breaks ${JSON.stringify(rule)}`}`];
const always =
  (good: (value: unknown, rule: unknown) => boolean): Check =>
  (rule, value, schema, at) =>
    good(value, rule) ? [] : [`${at}: ${schema.errorMessage ?? `breaks ${JSON.stringify(rule)}`}`];
const nothing: Check = () => [];

const checks: Readonly<Record<string, Check>> = {
  type: always((value, type) => types[String(type)]?.(value) ?? false),
  const: always(same),
  enum: always((value, all) => list(all).some((one) => same(one, value))),
  pattern: when("string", (value: string, rule: string) => new RegExp(rule, "u").test(value)),
  minLength: when("string", (value: string, least: number) => value.length >= least),
  maxLength: when("string", (value: string, most: number) => value.length <= most),
  minimum: when("number", (value: number, least: number) => value >= least),
  maximum: when("number", (value: number, most: number) => value <= most),
  minItems: when("array", (value: unknown[], least: number) => value.length >= least),
  maxItems: when("array", (value: unknown[], most: number) => value.length <= most),
  required: when("object", (value: Json, keys: string[]) =>
    keys.every((key) => Object.hasOwn(value, key)),
  ),
  properties: (rule, value, _schema, at) =>
    entries(rule).flatMap(([key, one]) =>
      isMap(value) && Object.hasOwn(value, key) ? problemsIn(one, value[key], under(at, key)) : [],
    ),
  propertyNames: (rule, value, _schema, at) =>
    entries(value).flatMap(([key]) => problemsIn(rule, key, under(at, key))),
  additionalProperties: (rule, value, { properties }, at) =>
    entries(value).flatMap(([key, one]) =>
      isMap(properties) && Object.hasOwn(properties, key)
        ? []
        : problemsIn(rule, one, under(at, key)),
    ),
  prefixItems: (rule, value, _schema, at) =>
    list(rule).flatMap((one, n) =>
      n < list(value).length ? problemsIn(one, list(value)[n], under(at, n)) : [],
    ),
  items: (rule, value, { prefixItems }, at) =>
    list(value).flatMap((one, n) =>
      n < list(prefixItems).length ? [] : problemsIn(rule, one, under(at, n)),
    ),
  anyOf: (rule, value, _schema, at) => {
    const all = list(rule).map((one) => problemsIn(one, value, at));
    return all.some((one) => one.length === 0) ? [] : (all[0] ?? []);
  },
  if: (rule, value, { then: yes, else: no }, at) =>
    problemsIn((problemsIn(rule, value, at).length === 0 ? yes : no) ?? true, value, at),
};
for (const key of [
  ...["$schema", "title", "description", "default", "then", "else", "errorMessage"],
  ...["patternErrorMessage", "doNotSuggest"],
  // What an arm changes is any JSON.
  ...["$defs", "$ref"],
])
  Object.assign(checks, { [key]: nothing });

/**
 * What is wrong with a value, as `path: what`, in the schema's own words where it has some.
 * @throws Error on a keyword that isn't known here
 */
export function problemsIn(schema: unknown, value: unknown, at = ""): readonly string[] {
  if (schema === true) return [];
  if (!isMap(schema)) return [`${at}: isn't allowed`];
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    const check = checks[keyword];
    if (!check) throw new Error(`unknown keyword ${keyword}`);
    return check(rule, value, schema, at);
  });
}
