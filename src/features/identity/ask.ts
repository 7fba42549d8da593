import { askedText } from "../../core/text/fold.js";
import { plainCode } from "../../domain/promo/code.js";

/** What a member wants of their accounts: a code; or, with one, to join the two, once they have seen what that means. */
export type LinkAsk = { readonly code?: string; readonly sure: boolean };

const LONGEST = 100;
const ASK = /^(?:\/link|\/?关联(?:账号)?)(?:\s*([0-9a-z]{8}))?(?:\s+(yes|确认))?$/iu;

/** Reads a message as such a wish; undefined for any other. */
export function linkAskOf(text: string): LinkAsk | undefined {
  if (text.length > LONGEST) return undefined;
  const [all, code, sure] = ASK.exec(askedText(text).trim()) ?? [];
  // Whoever speaks of a link means something else.
  if (all === undefined || (code === undefined && !/^(\/|关联账号$)/u.test(all))) return undefined;
  return { ...(code ? { code: plainCode(code) } : {}), sure: sure !== undefined };
}
