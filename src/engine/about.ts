import type { RecordKind, Records } from "../core/record.js";

/** A person who is erased, by all of their accounts. */
export type Erased = {
  /** The keys of their members, `platform:user`. */
  readonly keys: readonly string[];
  /** Keys, account ids, names, hashed phones: one of them stands in whatever names them. */
  readonly marks: readonly string[];
  /** Whether this is one of their keys. */
  readonly is: (key: string | undefined) => boolean;
  /** Whether one of their keys stands in a text as a whole. */
  readonly in: (text: string) => boolean;
  /** Whether a text names them, by key, account id or name. */
  readonly named: (text: string) => boolean;
};

/**
 * What is left of a record when somebody is erased: the value as it was given where it isn't about them, another
 * one without them, or nothing. A kind that never says anything of a member is about nobody.
 */
export type About<K extends RecordKind> =
  | "nobody"
  | ((
      record: { readonly key: string; readonly value: Records[K] },
      who: Erased,
    ) => Records[K] | "gone");
