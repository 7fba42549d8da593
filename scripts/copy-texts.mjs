/** Puts the texts that stand beside modules of src/ beside their compiled ones in dist/. */
import { cpSync, statSync } from "node:fs";

const wanted = (path) => statSync(path).isDirectory() || path.endsWith(".yaml");
cpSync("src", "dist", { recursive: true, filter: wanted });
