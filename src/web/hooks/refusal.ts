/**
 * A hook's answer that is no success. `code` is for the sender and the log; it never carries a
 * secret, a signature or the body.
 */
export class HookRefusal extends Error {
  constructor(
    readonly status: 400 | 401 | 415 | 503,
    readonly code: string,
  ) {
    super(code);
    this.name = "HookRefusal";
  }
}

/** Nobody who knows the secret signed this. */
export const forged = (): HookRefusal => new HookRefusal(401, "SIGNATURE");
/** Signed at a time that our clock has not reached: one of the two is wrong. */
export const tooEarly = (): HookRefusal => new HookRefusal(503, "TOO_EARLY");
/** Signed longer ago than its sender sends: sent again by somebody, or our clock is ahead. */
export const tooOld = (): HookRefusal => new HookRefusal(503, "TOO_OLD");
/** Truly from the sender and now, but about a time that has not come. */
export const timeAhead = (): HookRefusal => new HookRefusal(400, "TIME_AHEAD");
/** 微信小店 pushes XML: whoever set it up has to choose JSON there. */
export const inXml = (): HookRefusal => new HookRefusal(415, "XML");
/** Truly from the sender, but not of a form we read. */
export const malformed = (): HookRefusal => new HookRefusal(400, "MALFORMED");
