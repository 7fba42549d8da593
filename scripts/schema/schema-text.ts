import { jsonSchema } from "../../src/playbook/read/json-schema.js";
import { forEditors } from "./editor-schema.js";

/** A schema file's text. */
export function schemaText(kind: "playbook" | "persona"): string {
  return `${JSON.stringify(forEditors(jsonSchema(kind)), null, 2)}\n`;
}
