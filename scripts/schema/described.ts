import { langs } from "../../src/core/i18n.js";
import type { FieldTexts } from "./field-texts.js";
import { isJson, type Json } from "./json.js";

/** The schema whose properties say in both languages what they are for, as far as there are texts. */
export function described(schema: Json, texts: FieldTexts, prefix = ""): Json {
  const within = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((part) => within(part, path));
    if (!isJson(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key,
        key === "properties" && isJson(part) ? propertiesOf(part, path) : within(part, path),
      ]),
    );
  };
  const propertiesOf = (properties: Json, path: string): Json =>
    Object.fromEntries(
      Object.entries(properties).map(([key, property]) => {
        const name = path === "" ? `${prefix}${key}` : `${path}.${key}`;
        const says = langs.flatMap((lang) => texts[lang][name] ?? []);
        const description = says.length > 0 ? { description: says.join("\n") } : {};
        return [key, { ...description, ...(within(property, name) as Json) }];
      }),
    );
  return within(schema, "") as Json;
}
