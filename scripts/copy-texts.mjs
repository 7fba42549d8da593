/** Puts the texts that stand beside modules of src/ beside their compiled ones in dist/. */
import { cpSync, statSync } from "node:fs";

const wanted = (path) => statSync(path).isDirectory() || /texts\.[\w-]+\.yaml$/.test(path);
cpSync("src", "dist", { recursive: true, filter: wanted });
