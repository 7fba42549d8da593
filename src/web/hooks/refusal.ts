/**
 * A hook's answer that is no success. `code` is for the sender and the log; it never carries a
 * secret, a signature or the body.
 */
export class HookRefusal extends Error {
  constructor(
    readonly status: 400 | 401 | 409 | 415,
    readonly code: string,
  ) {
    super(code);
    this.name = "HookRefusal";
  }
}

/** Nobody who knows the secret signed this. */
export const forged = (): HookRefusal => new HookRefusal(401, "SIGNATURE");
/** Signed once, but sent again, or outside the time in which the sender sends. */
export const replayed = (): HookRefusal => new HookRefusal(409, "REPLAYED");
/** Truly from the sender, but of a time that has not come. */
export const tooEarly = (): HookRefusal => new HookRefusal(400, "TIME_AHEAD");
/** 微信小店 pushes XML: whoever set it up has to choose JSON there. */
export const inXml = (): HookRefusal => new HookRefusal(415, "XML");
/** Truly from the sender, but not of a form we read. */
export const malformed = (): HookRefusal => new HookRefusal(400, "MALFORMED");
