/** A JSON Schema made for what editors show (yaml-language-server): the same files are right, mistakes are told better. */
export type Json = { readonly [key: string]: unknown };

/** The schema with every part of it rewritten for editors. */
export function forEditors(schema: Json): Json {
  return rewritten(schema) as Json;
}

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (!isJson(value)) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, rewritten(part)] as const);
  return mapsApart(keysNamed(Object.fromEntries(parts)));
}

/**
 * A word or a map, such as a step: a map is judged as a map alone. Where nothing fits, editors tell what is
 * wrong with the first form, and of `sayy: hi` that it is not "stop".
 */
function mapsApart(schema: Json): Json {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const maps = anyOf.filter((form) => isJson(form) && form.type === "object");
  const others = anyOf.filter((form) => !maps.includes(form));
  if (maps.length === 0 || others.length === 0) return schema;
  const judged: unknown = maps.length === 1 ? maps[0] : { anyOf: maps };
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
  return { ...rest, anyOf: [...others, { type: "object" }], if: { type: "object" }, then: judged };
}

/** A map that takes no further keys says which ones it takes, at the key that it doesn't. */
function keysNamed(schema: Json): Json {
  const { additionalProperties, ...rest } = schema;
  if (additionalProperties !== false || !isJson(schema.properties)) return schema;
  const keys = Object.keys(schema.properties);
  const errorMessage =
    `这里没有这个键，可以写：${keys.join("、")}。\n` +
    `There is no such key here; you can write: ${keys.join(", ")}.`;
  return { ...rest, propertyNames: { enum: keys, errorMessage, doNotSuggest: true } };
}
