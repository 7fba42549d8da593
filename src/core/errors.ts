/** A user's mistake: `code` finds the sentence in the user's language, `params` fill it. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
    this.name = "UserError";
  }
}

/** The store can't be written or read now, for its disk's sake: nothing of what was asked for has happened. */
export class StoreFailure extends UserError {}

/** Another process does by now what this one did: what it still wants to write is refused, and it should end. */
export class StoreFenced extends StoreFailure {
  constructor(who: string) {
    super("STORE_FENCED", { who });
  }
}

/** A file or folder that the user named can't be put there: what was there before is still there, whole. */
export class OutputFailure extends UserError {}

/**
 * A platform's refusal. `delivered` says what is known of the effect itself: `no` means it certainly
 * did not happen, `maybe` means the answer was lost.
 */
export type Refusal =
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number }
  | { readonly kind: "forbidden" }
  | { readonly kind: "gone"; readonly newId?: string }
  | { readonly kind: "unsupported" }
  | { readonly kind: "too_long" }
  | { readonly kind: "offline"; readonly delivered: "no" | "maybe" }
  | { readonly kind: "unknown"; readonly delivered: "no" | "maybe" };

export class PlatformFailure extends Error {
  constructor(
    readonly refusal: Refusal,
    message: string,
  ) {
    super(message);
    this.name = "PlatformFailure";
  }
}
