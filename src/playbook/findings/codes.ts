import { experimentCodes } from "./codes-experiment.js";
import { fileCodes } from "./codes-file.js";
import { meaningCodes } from "./codes-meaning.js";
import { promoCodes } from "./codes-promo.js";
import type { Message } from "./message.js";

export type Code =
  | keyof typeof fileCodes
  | keyof typeof meaningCodes
  | keyof typeof promoCodes
  | keyof typeof experimentCodes;
/** Every finding's words, by its stable code. */
export const messages: Readonly<Record<Code, Message>> = {
  ...fileCodes,
  ...meaningCodes,
  ...promoCodes,
  ...experimentCodes,
};

/** Whether a text is the code of a finding. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(messages, text);
}
