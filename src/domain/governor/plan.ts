import type { Act } from "../../core/ledger-entry.js";
import type { AccountLedger } from "./account-ledger.js";

/** An act that is to be done, from an instant on. */
export type Planned = { readonly act: Act; readonly from: number };

/**
 * When each act will be done, if nothing else comes in between: in the order of `from`, those alike one after the
 * other. It is what operators are told before, and no promise.
 * @param calm the first instant from one on at which an act may be done, its quiet hours over
 */
export function planAhead(
  ledger: Pick<AccountLedger, "copy">,
  planned: readonly Planned[],
  calm: (act: Act, at: number) => number,
): readonly number[] {
  const copy = ledger.copy();
  const times: number[] = new Array(planned.length).fill(0);
  const lines = linesOf(planned);
  let now = Number.NEGATIVE_INFINITY;
  while (lines.length > 0) {
    const heads = lines.map((line) => {
      const head = planned[line.at(-1) ?? 0] as Planned;
      return { line, act: head.act, at: firstFrom(copy, head, Math.max(now, head.from), calm) };
    });
    const { line, act, at } = heads.reduce((a, b) => (b.at < a.at ? b : a));
    now = Math.max(now, at);
    copy.enter({ ...act, at: now });
    times[line.pop() ?? 0] = now;
    if (line.length === 0) lines.splice(lines.indexOf(line), 1);
  }
  return times;
}

/** Indexes of acts that are alike but for their group, the first one last. */
function linesOf(planned: readonly Planned[]): number[][] {
  const said = new Map<number | undefined, number>();
  for (const { act } of planned) said.set(act.text, (said.get(act.text) ?? 0) + 1);
  const lines = new Map<string, number[]>();
  const order = planned.map(({ act, from }, n) => ({ n, act, from }));
  order.sort((a, b) => b.from - a.from || b.n - a.n);
  for (const { n, act } of order) {
    const repeated = (said.get(act.text) ?? 0) > 1;
    const key = [act.kind, act.client, act.for, repeated && act.text].join(" ");
    const line = lines.get(key);
    if (line) line.push(n);
    else lines.set(key, [n]);
  }
  return [...lines.values()];
}

function firstFrom(
  ledger: AccountLedger,
  { act }: Planned,
  from: number,
  calm: (act: Act, at: number) => number,
): number {
  for (let at = from; ; ) {
    const next = calm(act, ledger.next(act, at).at);
    if (next <= at) return at;
    at = next;
  }
}
