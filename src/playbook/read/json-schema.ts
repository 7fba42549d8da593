import { z } from "zod";
import { personaSchema } from "../../domain/persona/schema.js";
import { promosFileSchema } from "../../domain/promo/schema.js";
import { accountsSchema } from "../accounts/schema.js";
import { playbookSchema } from "../schema.js";

export type Kind = "playbook" | "persona" | "promos" | "accounts";
type Json = { readonly [key: string]: unknown };
const convert = (schema: z.ZodType): Json =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json;

const made = new WeakMap<z.ZodType, Json>();

/** A kind of file's form as a JSON Schema. */
export function jsonSchema(kind: Kind): Json {
  const schemas = {
    playbook: playbookSchema,
    persona: personaOf,
    promos: promosOf,
    accounts: accountsOf,
  };
  const schema = schemas[kind]();
  const json = made.get(schema) ?? convert(schema);
  made.set(schema, json);
  return json;
}

const personaOf = (): z.ZodType => personaSchema;
const promosOf = (): z.ZodType => promosFileSchema;
const accountsOf = (): z.ZodType => accountsSchema;

/** The keys a map at a path may have. */
export function keysAt(kind: Kind, path: readonly PropertyKey[]): string[] {
  return [...new Set(formsAt(kind, path).flat())];
}

/** The keys that a map at a path may have where some stand there: those of the forms that have them all. */
export function keysBeside(
  kind: Kind,
  path: readonly PropertyKey[],
  there: readonly string[],
): string[] {
  const forms = formsAt(kind, path);
  const known = there.filter((key) => forms.some((form) => form.includes(key)));
  const fitting = forms.filter((form) => known.every((key) => form.includes(key)));
  return [...new Set(fitting.flat())];
}

/** The keys of each form that a map at a path may have. */
const formsAt = (kind: Kind, path: readonly PropertyKey[]): string[][] =>
  schemasAt(kind, path).map((schema) => Object.keys(map(schema.properties)));

/** Whether the map at a path takes entries of any id. */
export function isOpen(kind: Kind, path: readonly PropertyKey[]): boolean {
  return schemasAt(kind, path).some((schema) => isMap(schema.additionalProperties));
}

function schemasAt(kind: Kind, path: readonly PropertyKey[]): Json[] {
  let here = flatten(jsonSchema(kind));
  for (const part of path) here = here.flatMap((schema) => child(schema, part).flatMap(flatten));
  return here;
}

const isMap = (value: unknown): value is Json => typeof value === "object" && value !== null;
const map = (value: unknown): Json => (isMap(value) ? value : {});

function flatten(schema: Json): Json[] {
  const options = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isMap) : [];
  return [schema, ...options.flatMap(flatten)];
}

function child(schema: Json, part: PropertyKey): Json[] {
  const properties = map(schema.properties);
  const name = String(part);
  if (Object.hasOwn(properties, name)) return [map(properties[name])];
  return [schema.additionalProperties, schema.items].filter(isMap);
}
