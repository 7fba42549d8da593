import { writeFileSync } from "node:fs";
import { schemaText } from "../src/playbook/read/json-schema.js";

for (const kind of ["playbook", "persona"] as const) {
  writeFileSync(new URL(`../${kind}.schema.json`, import.meta.url), schemaText(kind));
}
