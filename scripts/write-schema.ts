import { writeFileSync } from "node:fs";
// With the sections that features add.
import "../src/app/features.js";
import { schemaText } from "./schema/schema-text.js";

for (const kind of ["playbook", "persona"] as const) {
  writeFileSync(new URL(`../${kind}.schema.json`, import.meta.url), schemaText(kind));
}
