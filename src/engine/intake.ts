import type { Event, Instant } from "../core/event.js";
import { isOperators, type Operators } from "./commands/run.js";
import { bindingKey } from "./context.js";
import type { Feature } from "./feature.js";
import { isNobodys } from "./heed.js";

/** So much one person may say in one chat at once, and so much more each second. */
const AT_ONCE = 30;
const PER_SECOND = 1;
/** Of so many who said something it is remembered how much; who was quiet longest is forgotten first. */
const REMEMBERED = 10_000;

/** How much a speaker may say at an instant. */
type Bucket = { readonly left: number; readonly at: Instant };

type IntakeDeps = Operators & { readonly features: readonly Pick<Feature, "concernsAll">[] };

/** What somebody says: more of it than anybody reads is counted, not listened to. */
type Said = Extract<Event, { kind: "message" | "edited" }>;

/** What comes of the events of one poll. */
type Intake = {
  /** Those to be handled, in the order in which they came. */
  readonly events: readonly Event[];
  /** To be told once they are stored: a poll that comes again because they weren't is no flood. */
  readonly stored: () => void;
};

/**
 * Keeps one member's flood from taking the bot's time: of what they say in a chat beyond the limit, one event of
 * a poll stands for all and says how many they were. Operators' commands pass, and once a poll a wish to be left
 * alone. Time is told by the events, so what gathered while the bot was away is no flood.
 */
export function createIntake(deps: IntakeDeps): (events: readonly Event[]) => Intake {
  const buckets = new Map<string, Bucket>();

  function remember(polled: ReadonlyMap<string, Bucket>): void {
    for (const [speaker, bucket] of polled) {
      buckets.delete(speaker);
      buckets.set(speaker, bucket);
    }
    for (const [longest] of buckets) {
      if (buckets.size <= REMEMBERED) break;
      buckets.delete(longest);
    }
  }

  const isWish = ({ text }: Said) =>
    deps.playbooks.clients().some((client) => {
      const playbook = deps.playbooks.current(client)?.playbook;
      return playbook && deps.features.some((one) => one.concernsAll?.(text, playbook));
    });

  /** What is beyond the limit, in the order in which it was said, by its kind and who said it. */
  function beyondLimit(events: readonly Event[], polled: Map<string, Bucket>): readonly Said[][] {
    const beyond = new Map<string, Said[]>();
    const wished = new Set<string>();
    for (const event of events) {
      if (event.kind !== "message" && event.kind !== "edited") continue;
      if (event.kind === "message" && (isNobodys(event) || isOperators(deps, event))) continue;
      const speaker = `${bindingKey(event.account, event.place.chat)}:${event.person.user}`;
      const bucket = refilled(polled.get(speaker) ?? buckets.get(speaker), event);
      const isBeyond = bucket.left < 1;
      polled.set(speaker, isBeyond ? bucket : { ...bucket, left: bucket.left - 1 });
      if (!isBeyond) continue;
      const key = `${event.kind} ${speaker}`;
      const before = beyond.get(key);
      if (!wished.has(speaker) && isWish(event)) wished.add(speaker);
      else if (before) before.push(event);
      else beyond.set(key, [event]);
    }
    return [...beyond.values()];
  }

  return (events) => {
    const polled = new Map<string, Bucket>();
    const heard = new Map<Event, readonly Event[]>();
    for (const same of beyondLimit(events, polled))
      for (const [n, event] of same.entries())
        heard.set(event, n === same.length - 1 ? [standsFor(event, same.length)] : []);
    return {
      events: events.flatMap((event) => heard.get(event) ?? [event]),
      stored: () => remember(polled),
    };
  };
}

function refilled(bucket: Bucket | undefined, { at }: Said): Bucket {
  if (!bucket) return { left: AT_ONCE, at };
  const since = Math.max(0, at - bucket.at) / 1_000;
  const left = Math.min(AT_ONCE, bucket.left + since * PER_SECOND);
  return { left, at: Math.max(at, bucket.at) };
}

/** Of messages only how many they were; of edits the last, as far as it goes. */
function standsFor(last: Said, count: number): Event {
  if (last.kind === "edited") return last;
  const { id, platform, account, at, place, person } = last;
  return { kind: "overheard", id, platform, account, at, place, person, more: count - 1 };
}
