import type { Feature } from "../../engine/feature.js";
import { overviewCommand } from "./command.js";
import { text } from "./texts.js";

/** All of an agency's clients at a glance. */
export const overview: Feature = {
  name: "overview",
  uses: ["report"],
  commands: [overviewCommand],
  texts: [text],
};
