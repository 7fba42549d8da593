import type { Act } from "../../core/ledger-entry.js";
import type { AccountLedger, Next } from "./account-ledger.js";
import type { Why } from "./why.js";

/** An act that is to be done, from an instant on. */
export type Planned = {
  readonly act: Act;
  readonly from: number;
  /** Of those that may be done at the same time the lowest goes first. */
  readonly rank: number;
  /** It is given up when it could not be done by then. */
  readonly until?: number | undefined;
};

/** When it will be done, `Infinity` for what is given up before; and what it waits for until then, if not for its turn. */
export type PlannedTime = { readonly at: number; readonly why?: Why | undefined };

/** When an act may be done besides what the ledger says, at an instant at the earliest. */
type Calm = (act: Act, at: number) => number;
/** Indexes of acts that are alike but for their group, the first one last. */
type Line = { readonly acts: number[]; why?: Why | undefined };

/**
 * When each act will be done, if nothing else comes in between: of those that may the lowest rank, those alike one
 * after the other. It is what operators are told before, and no promise.
 * @param calm the first instant from one on at which an act may be done, its quiet hours over
 */
export function planAhead(
  ledger: Pick<AccountLedger, "copy">,
  planned: readonly Planned[],
  calm: Calm,
): readonly PlannedTime[] {
  const copy = ledger.copy();
  const times: PlannedTime[] = new Array(planned.length).fill({ at: Number.POSITIVE_INFINITY });
  let lines = linesOf(planned);
  let now = Number.NEGATIVE_INFINITY;
  while (lines.length > 0) {
    const heads = lines.map((line) => {
      const head = planned[line.acts.at(-1) ?? 0] as Planned;
      const { at, why } = firstFrom(copy, head, Math.max(now, head.from), calm);
      if (why && why.of !== "gap") line.why = why;
      return { line, head, at };
    });
    const { line, head, at } = heads.reduce((a, b) =>
      b.at < a.at || (b.at === a.at && b.head.rank < a.head.rank) ? b : a,
    );
    const index = line.acts.pop() ?? 0;
    if (at <= (head.until ?? at)) {
      now = Math.max(now, at);
      copy.enter({ ...head.act, at: now });
      times[index] = { at: now, why: line.why };
    }
    lines = lines.filter(({ acts }) => acts.length > 0);
  }
  return times;
}

function linesOf(planned: readonly Planned[]): Line[] {
  const said = new Map<number | undefined, number>();
  for (const { act } of planned) said.set(act.text, (said.get(act.text) ?? 0) + 1);
  const lines = new Map<string, Line>();
  const order = planned.map(({ act, from, rank }, n) => ({ n, act, from, rank }));
  order.sort((a, b) => b.from - a.from || b.n - a.n);
  for (const { n, act, rank } of order) {
    const repeated = (said.get(act.text) ?? 0) > 1;
    const key = [act.kind, act.client, act.for, rank, repeated && act.text].join(" ");
    const line = lines.get(key);
    if (line) line.acts.push(n);
    else lines.set(key, { acts: [n] });
  }
  return [...lines.values()];
}

function firstFrom(ledger: AccountLedger, { act }: Planned, from: number, calm: Calm): Next {
  let why: Why | undefined;
  for (let at = from; ; ) {
    const next = ledger.next(act, at);
    why = next.why ?? why;
    const then = calm(act, next.at);
    if (then <= at) return why ? { at, why } : { at };
    if (then > next.at) why = { of: "quiet" };
    at = then;
  }
}
