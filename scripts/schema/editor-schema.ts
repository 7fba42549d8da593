import { formTexts, onlyKeys } from "./form-texts.js";
import { isJson, type Json } from "./json.js";
import { judgedMaps } from "./judged-maps.js";

/**
 * The schema with every part of it rewritten for what editors show (yaml-language-server): the same files are
 * right, mistakes are told better.
 */
export function forEditors(schema: Json): Json {
  return rewritten(schema) as Json;
}

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (!isJson(value)) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, rewritten(part)] as const);
  return mapsApart(keysNamed(formNamed(Object.fromEntries(parts))));
}

/**
 * A word or a map, such as a step: a map is judged as a map alone. Where nothing fits, editors tell what is
 * wrong with the first form, and of `sayy: hi` that it is not "stop".
 */
function mapsApart(schema: Json): Json {
  const { anyOf, oneOf, ...rest } = schema;
  const forms: readonly unknown[] = [anyOf, oneOf].find(Array.isArray) ?? [];
  const maps = forms.filter(isJson).filter((form) => form.type === "object");
  if (maps.length === 0) return schema;
  const others = forms.filter((form) => !maps.some((map) => map === form));
  const judged = judgedMaps(maps);
  if (others.length === 0) return { ...rest, type: "object", ...judged };
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
  return { ...rest, anyOf: [...others, { type: "object" }], if: { type: "object" }, then: judged };
}

/** A text of a known form says what it looks like, where it doesn't or is no text. */
function formNamed(schema: Json): Json {
  const { form, ...rest } = schema;
  if (typeof form !== "string") return schema;
  const errorMessage = formTexts[form];
  if (errorMessage === undefined) throw new Error(`no text for the form ${form}`);
  return { ...rest, errorMessage, patternErrorMessage: errorMessage };
}

/** A map that takes no further keys says which ones it takes, at the key that it doesn't. */
function keysNamed(schema: Json): Json {
  const { additionalProperties, propertyNames, ...rest } = schema;
  if (isJson(propertyNames) && Array.isArray(propertyNames.enum))
    return { ...schema, propertyNames: onlyKeys(propertyNames.enum) };
  if (additionalProperties !== false || !isJson(schema.properties)) return schema;
  return { ...rest, propertyNames: onlyKeys(Object.keys(schema.properties)) };
}
