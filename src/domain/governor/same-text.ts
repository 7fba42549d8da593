import { fnv1a32 } from "../../core/hash.js";
import type { Act } from "../../core/ledger-entry.js";
import { foldText } from "../../core/text/fold.js";
import type { Most } from "./limits.js";

/** What tells one text from another: white space, letter case, width and script do not. */
export const textHash = (text: string): number => fnv1a32(foldText(text));

/** In how many groups each text was said lately. */
export type SameTexts = {
  readonly enter: (act: Act, at: number) => void;
  readonly takeBack: (act: Act, at: number) => void;
  /** When a text may be said in a group, `now` at the earliest. */
  readonly from: (act: Act, now: number) => number;
  readonly forget: (before: number) => void;
  readonly copy: () => SameTexts;
};

/** Group -> when it last heard the text, the latest last; not `sure` when that was taken back. */
type Heard = Map<string, { readonly at: number; readonly sure: boolean }>;

/**
 * Counts all that is said in groups; only what nobody asked for waits, an answer has the right to be the same.
 * What is taken back goes on counting, since the group may have heard it earlier; but it is no reason to say it there.
 */
export function createSameTexts(
  { most, withinMs }: Most,
  client?: string,
  from?: ReadonlyMap<number, Heard>,
): SameTexts {
  const texts = new Map([...(from ?? [])].map(([text, heard]) => [text, new Map(heard)]));
  const isOurs = (act: Act) => (client ?? act.client) === act.client;
  return {
    enter(act, at) {
      const { text, chat } = act;
      if (text === undefined || chat === undefined || !isOurs(act)) return;
      const heard: Heard = texts.get(text) ?? new Map();
      texts.set(text, heard);
      heard.delete(chat);
      heard.set(chat, { at, sure: true });
      for (const [other, last] of heard) {
        if (last.at > at - withinMs) break;
        heard.delete(other);
      }
    },
    takeBack({ text, chat }, at) {
      const heard = text === undefined ? undefined : texts.get(text);
      if (chat !== undefined && heard?.get(chat)?.at === at) heard.set(chat, { at, sure: false });
    },
    from(act, now) {
      const { text, chat } = act;
      if (text === undefined || chat === undefined || act.for !== "nobody") return now;
      const heard = isOurs(act) ? texts.get(text) : undefined;
      const own = heard?.get(chat);
      if (!heard || (own?.sure && own.at > now - withinMs)) return now;
      const last = [...heard.values()].at(-most);
      return last === undefined ? now : Math.max(now, last.at + withinMs);
    },
    forget(before) {
      for (const [text, heard] of texts)
        if (([...heard.values()].at(-1)?.at ?? before) <= before) texts.delete(text);
    },
    copy: () => createSameTexts({ most, withinMs }, client, texts),
  };
}
