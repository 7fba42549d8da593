import type { Feature } from "../../engine/feature.js";
import { personaListCommand, personaUseCommand } from "./command.js";
import { disclose } from "./disclose.js";
import { discloseToStranger } from "./stranger.js";
import { text } from "./texts.js";

/** Who speaks, and that it says so when asked whether it is a bot. */
export const persona: Feature = {
  name: "persona",
  uses: ["experiment"],
  decide: disclose,
  stranger: discloseToStranger,
  commands: [personaListCommand, personaUseCommand],
  texts: [text],
};
