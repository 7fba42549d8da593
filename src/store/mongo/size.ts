import { UserError } from "../../core/errors.js";

/** MongoDB takes no document of more than 16 MB; the rest is for what stands beside the text. */
const MOST_BYTES = 15 * 1024 * 1024;

/** A text that fits into a document. @throws UserError STORE_TOO_LARGE */
export function fitting(what: string, text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MOST_BYTES) return text;
  throw new UserError("STORE_TOO_LARGE", { what, mb: Math.ceil(bytes / 1024 / 1024) });
}
