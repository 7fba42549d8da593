import type { Event } from "../core/event.js";
import { createParser } from "../engine/commands/parse.js";
import { isOperators, type Operators } from "../engine/commands/run.js";
import { chatKey } from "../engine/context.js";
import type { Feature } from "../engine/feature.js";

type Deps = Operators & {
  readonly features: readonly Pick<Feature, "commands">[];
  /** Told of each once: `platform:user` of who asked. */
  readonly onStranger: (account: string, who: string) => void;
};

/** Whoever wants to fill the log needs as many accounts. */
const TOLD = 100;

/**
 * Notes who types `/whoami` in private and is no operator. Nobody answers them there, and on a platform that shows
 * people no ids they could not become one.
 */
export function createStrangers(deps: Deps): (events: readonly Event[]) => void {
  const parse = createParser(deps.features.flatMap(({ commands = [] }) => commands));
  const told = new Set<string>();
  return (events) => {
    for (const event of events) {
      if (event.kind !== "message" || !event.place.direct) continue;
      const who = chatKey(event.platform, event.person.user);
      if (told.size >= TOLD || told.has(who)) continue;
      if (parse(event.text, undefined)?.name !== "whoami" || isOperators(deps, event)) continue;
      told.add(who);
      deps.onStranger(event.account, who);
    }
  };
}
