import { features } from "../../src/app/features.js";
import { createParser } from "../../src/engine/commands/parse.js";

/** Every operators' command, in the order of `/help`. */
export const commands = features.flatMap((feature) => feature.commands ?? []);
export const parseCommand = createParser(commands);
