import { UserError } from "../../core/errors.js";
import type { Params } from "../../core/i18n.js";

/** What one look found: fine, worth knowing, or in the way of the bot; each code has a sentence. */
export type Checked = {
  readonly level: "ok" | "warn" | "bad";
  readonly code: string;
  readonly params: Params;
};

const saying =
  (level: Checked["level"]) =>
  (code: string, params: Params = {}): Checked => ({ level, code, params });
export const ok = saying("ok");
export const warn = saying("warn");
export const bad = saying("bad");

/** Looks; a user's mistake is what was found. */
export async function looked(
  look: () => Promise<readonly Checked[]> | readonly Checked[],
): Promise<readonly Checked[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [bad(error.code, error.params)];
  }
}
