import type { Feature } from "../../engine/feature.js";
import { reportCommand } from "./command.js";
import { text } from "./texts.js";

/** What a brand's own people get to read: a week of theirs, with what was tried and what isn't known. */
export const report: Feature = {
  name: "report",
  uses: ["experiment", "roster", "schedule"],
  commands: [reportCommand],
  texts: [text],
};
