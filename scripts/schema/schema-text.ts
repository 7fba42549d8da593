import { fileURLToPath } from "node:url";
import { jsonSchema } from "../../src/playbook/read/json-schema.js";
import { described } from "./described.js";
import { forEditors } from "./editor-schema.js";
import { fieldTexts } from "./field-texts.js";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));
const prefixes = { playbook: "", persona: "persona/" };

/** A schema file's text. */
export function schemaText(kind: "playbook" | "persona"): string {
  const schema = described(jsonSchema(kind), fieldTexts(SRC), prefixes[kind]);
  return `${JSON.stringify(forEditors(schema), null, 2)}\n`;
}
