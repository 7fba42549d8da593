/** How many events and rows are in which state. */
export type Counts = Inbox & {
  readonly waiting: number;
  readonly sent: number;
  readonly failed: number;
  readonly skipped: number;
  readonly expired: number;
};
type Inbox = { readonly deadLetters: number; readonly unhandled: number };

/** @param rows how many rows are in a state, of the states in which there are any */
export function countsOf(rows: ReadonlyMap<string, number>, inbox: Inbox): Counts {
  const of = (state: string) => rows.get(state) ?? 0;
  return {
    waiting: of("waiting"),
    sent: of("sent"),
    failed: of("failed"),
    skipped: of("skipped"),
    expired: of("expired"),
    ...inbox,
  };
}
