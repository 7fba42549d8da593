import { askedText } from "../../core/text/fold.js";

/** What a member wants with what is held about them. */
export type RightsAsk = "show" | "erase" | "sure";

const LONGEST = 60;
const SHOW = /^(?:\/mydata|\/?我的数据)$/iu;
const ERASE = /^(?:\/mydata\s+erase|\/?删除我的数据)(?:\s*(yes|确认))?$/iu;

/** Reads a message as such a wish; undefined for any other. */
export function rightsAskOf(said: string): RightsAsk | undefined {
  if (said.length > LONGEST) return undefined;
  const text = askedText(said).trim();
  if (SHOW.test(text)) return "show";
  const [all, sure] = ERASE.exec(text) ?? [];
  if (all === undefined) return undefined;
  return sure === undefined ? "erase" : "sure";
}
