import { accountCodes } from "./codes-account.js";
import { experimentCodes } from "./codes-experiment.js";
import { fileCodes } from "./codes-file.js";
import { meaningCodes } from "./codes-meaning.js";
import { promoCodes } from "./codes-promo.js";

/** How bad every finding is, by its stable code; its words stand in the texts beside. */
export const severities = {
  ...fileCodes,
  ...meaningCodes,
  ...promoCodes,
  ...experimentCodes,
  ...accountCodes,
} as const;
export type Code = keyof typeof severities;
/** An `error` keeps the file from being used, a `warning` doesn't. */
export type Severity = (typeof severities)[Code];

/** Whether a text is the code of a finding. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(severities, text);
}
