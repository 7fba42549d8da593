import { writeFileSync } from "node:fs";
import { findingsPage, findingsPages } from "./findings-page.js";

for (const lang of ["en", "zh-CN"] as const) {
  writeFileSync(new URL(`../${findingsPages[lang]}`, import.meta.url), findingsPage(lang));
}
