import type { Event, Instant, MessageEvent } from "../core/event.js";
import { isOperators, type Operators } from "./commands/run.js";
import { bindingKey } from "./context.js";
import type { Feature } from "./feature.js";

/** So much one person may say in one chat at once, and so much more each second. */
const AT_ONCE = 30;
const PER_SECOND = 1;
/** Of so many who said something it is remembered how much; who was quiet longest is forgotten first. */
const REMEMBERED = 10_000;

type IntakeDeps = Operators & { readonly features: readonly Pick<Feature, "concernsAll">[] };

/** What somebody says: more of it than anybody reads is counted, not listened to. */
type Said = Extract<Event, { kind: "message" | "edited" }>;

/**
 * Keeps one member's flood from taking the bot's time. Of what they say in a chat beyond the limit, one event of a
 * poll stands for all and says how many they were. Operators' commands pass, and once a poll a wish to be left alone. Time is
 * told by the events, so what gathered while the bot was away is no flood.
 * @returns takes the events of one poll, and gives those to be handled, in the same order
 */
export function createIntake(deps: IntakeDeps): (events: readonly Event[]) => readonly Event[] {
  const buckets = new Map<string, { readonly left: number; readonly at: Instant }>();

  function isBeyond(speaker: string, { at }: Said): boolean {
    const before = buckets.get(speaker) ?? { left: AT_ONCE, at };
    const since = Math.max(0, at - before.at) / 1_000;
    const left = Math.min(AT_ONCE, before.left + since * PER_SECOND);
    buckets.delete(speaker);
    buckets.set(speaker, { left: left < 1 ? left : left - 1, at: Math.max(at, before.at) });
    for (const [longest] of buckets) {
      if (buckets.size <= REMEMBERED) break;
      buckets.delete(longest);
    }
    return left < 1;
  }

  const isWish = ({ text }: Said) =>
    deps.playbooks.clients().some((client) => {
      const playbook = deps.playbooks.current(client)?.playbook;
      return playbook && deps.features.some((one) => one.concernsAll?.(text, playbook));
    });

  /** What is beyond the limit, in the order in which it was said, by its kind and who said it. */
  function beyondLimit(events: readonly Event[]): readonly (readonly [Said, ...Said[]])[] {
    const beyond = new Map<string, [Said, ...Said[]]>();
    const wished = new Set<string>();
    for (const event of events) {
      if (event.kind !== "message" && event.kind !== "edited") continue;
      if (event.kind === "message" && (nobodys(event) || isOperators(deps, event))) continue;
      const speaker = `${bindingKey(event.account, event.place.chat)}:${event.person.user}`;
      if (!isBeyond(speaker, event)) continue;
      const key = `${event.kind} ${speaker}`;
      const before = beyond.get(key);
      if (!wished.has(speaker) && isWish(event)) wished.add(speaker);
      else if (before) before.push(event);
      else beyond.set(key, [event]);
    }
    return [...beyond.values()];
  }

  return (events) => {
    const heard = new Map<Event, readonly Event[]>();
    for (const same of beyondLimit(events)) {
      for (const event of same) heard.set(event, []);
      const last = same.at(-1) ?? same[0];
      heard.set(last, [standsFor(last, same.length)]);
    }
    return heard.size === 0 ? events : events.flatMap((event) => heard.get(event) ?? [event]);
  };
}

/** Said in the name of a group or a channel: no member's, and nobody's to act on. */
const nobodys = ({ origin }: MessageEvent) => origin === "anonymous" || origin === "channel";

/** Of messages only how many they were; of edits the last, as far as it goes. */
function standsFor(last: Said, count: number): Event {
  if (last.kind === "edited") return last;
  const { id, platform, account, at, place, person } = last;
  return { kind: "overheard", id, platform, account, at, place, person, more: count - 1 };
}
