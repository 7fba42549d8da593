import type { Action } from "../core/action.js";
import type { Event } from "../core/event.js";
import type { Fact } from "../core/fact.js";
import type { RecordKind, Records } from "../core/record.js";

type RecordSeen = {
  readonly kind: RecordKind;
  readonly key: string;
  readonly value: Records[RecordKind];
};
/** A row as it is looked through; `ended` when nothing comes of it any more. */
export type RowSeen = { readonly key: string; readonly action: Action; readonly ended: boolean };

/**
 * What becomes of everything of a client in which a mark stands. What comes back as it was given stays as it is, so
 * that one may also only look; undefined goes.
 */
export type Erasure = {
  readonly client: string;
  /** Texts of which at least one stands in whatever is looked at. */
  readonly marks: readonly string[];
  readonly record: (record: RecordSeen) => RecordSeen["value"] | undefined;
  /** Whether the index under which a record is listed goes. */
  readonly owner: (owner: string) => boolean;
  readonly fact: (fact: Fact) => Fact | undefined;
  /** Of these two: whether it goes. */
  readonly row: (row: RowSeen) => boolean;
  readonly counter: (name: string) => boolean;
  /** Whether what was said goes of an event that was set aside, of whatever client. */
  readonly deadLetter: (event: Event) => boolean;
};

/** Whether one of the marks stands in a text of JSON, where some signs are written otherwise. */
export function marked(
  marks: readonly string[],
): (...texts: readonly (string | null)[]) => boolean {
  const written = marks.flatMap((mark) => [mark, JSON.stringify(mark).slice(1, -1)]);
  const all = [...new Set(written)].filter((mark) => mark !== "");
  return (...texts) =>
    texts.some((text) => text !== null && all.some((mark) => text.includes(mark)));
}
