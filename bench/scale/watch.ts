import type { Action } from "../../dist/core/action.js";
import type { Store } from "../../dist/store/port.js";

/** Tells when the event of a number was committed, and what was said by a schedule. */
export function watch(store: Store) {
  const waiting = new Set<number>();
  let done = () => {};
  let planned = 0;
  /** When it was taken in what was asked, and by chat what is said on it. */
  const accepted = new Map<number, number>();
  const answers = new Map<
    string,
    { readonly text: string; readonly tookMs: number; readonly due: number }
  >();
  const watched: Store = {
    ...store,
    async accept(events, now) {
      const from = performance.now();
      const fresh = await store.accept(events, now);
      for (const { seq } of fresh) {
        waiting.add(seq);
        accepted.set(seq, from);
      }
      return fresh;
    },
    async deadLetter(seq, why, program) {
      await store.deadLetter(seq, why, program);
      if (waiting.delete(seq) && waiting.size === 0) done();
    },
    async commit(commit) {
      const result = await store.commit(commit);
      if (result.ok) planned += commit.outbox.filter(({ rank }) => rank === 5).length;
      const from = accepted.get(commit.handles ?? -1);
      accepted.delete(commit.handles ?? -1);
      for (const { action, due } of result.ok && from !== undefined ? commit.outbox : [])
        if (action.kind === "send_text") {
          const answer = { text: action.text, tookMs: performance.now() - from, due };
          answers.set(action.to.chat, answer);
        }
      if (result.ok && waiting.delete(commit.handles ?? -1) && waiting.size === 0) done();
      return result;
    },
  };
  const handled = () =>
    new Promise<void>((resolve) => {
      done = resolve;
      if (waiting.size === 0) resolve();
    });
  /** How long an answer was held up: until it was decided, and from when it was due until it leaves now. */
  function heldUp({ kind, to, ...rest }: Action, now: number): number | undefined {
    const answer = answers.get(to.chat);
    if (!answer || kind !== "send_text" || !("text" in rest) || rest.text !== answer.text)
      return undefined;
    answers.delete(to.chat);
    return answer.tookMs + now - answer.due;
  }
  /** What was asked before is no longer waited for. */
  const forget = () => answers.clear();
  return { store: watched, handled, heldUp, forget, planned: () => planned };
}
