import { FakeRefusal } from "./fake-bot-api-refusal.js";

/** Sliding windows: 30 a second in all, 20 a minute in a group, 1 a second to a person. */
export function createFloodWindows() {
  const allowed: { readonly at: number; readonly chat: number }[] = [];
  return {
    /** Counts one more to a chat. @throws FakeRefusal when it is one too many */
    spend(chat: number): void {
      const now = Date.now();
      const here = allowed.filter((sent) => sent.chat === chat);
      const [most, span] = chat > 0 ? [1, 1_000] : [20, 60_000];
      const waits = [blockedFor(allowed, 30, 1_000, now), blockedFor(here, most, span, now)];
      const blocked = Math.max(...waits);
      if (blocked > 0) {
        const retry = Math.ceil(blocked / 1000);
        throw new FakeRefusal(429, `Too Many Requests: retry after ${retry}`, {
          retry_after: retry,
        });
      }
      allowed.push({ at: now, chat });
    },
  };
}

function blockedFor(
  sent: readonly { readonly at: number }[],
  most: number,
  span: number,
  now: number,
): number {
  const recent = sent.filter(({ at }) => at > now - span);
  const first = recent[recent.length - most];
  return first === undefined ? 0 : first.at + span - now;
}
