import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { bindingKey, chatKey, loadContext, personOf } from "../../engine/context.js";
import { closeDecision, openDecision } from "../../engine/decision.js";
import type { Deps } from "../../engine/feature.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import { type Accepted, SYSTEM } from "../../store/port.js";
import { text } from "./texts.js";

type Home = { readonly client: string; readonly group: string };
type Event = Accepted["event"];
const HOUR_MS = 3_600_000;

/**
 * Tells a client's operators that something was set aside because of a bug: once an hour, since a bug rarely
 * strikes once. Nobody is told of a chat that is no client's.
 */
export async function tellSetAside(deps: Deps, { seq, event }: Accepted): Promise<void> {
  const home = await homeOf(deps, event);
  if (!home) return;
  const { client, group: groupId } = home;
  const now = deps.clock.now();
  // The second notice of an hour has the key of the first, so it is dropped.
  const seed = `set-aside:${Math.floor(now / HOUR_MS)}`;
  await commitWithRetry(deps.store, async () => {
    const context = await loadContext(deps, { client, groupId, now, seed });
    if (!context) return undefined;
    const decision = openDecision(context);
    const { locale } = decision.compiled.playbook;
    const { title: group } = decision.group;
    const inGroup = event.kind !== "order" && !event.place.direct;
    const said = inGroup
      ? text(locale, "set-aside.group", { group, seq })
      : text(locale, "set-aside.elsewhere", { client, seq });
    notifyOperators(decision, said);
    return closeDecision(decision);
  });
}

/** The client whose event it is, and a group of theirs by which their operators are reached. */
async function homeOf(deps: Deps, event: Event): Promise<Home | undefined> {
  const { store, playbooks } = deps;
  if (event.kind === "order") return withGroup(deps, event.client);
  const bound = await store.get(SYSTEM, "binding", bindingKey(event.account, event.place.chat));
  if (bound) return bound.value;
  const person = event.place.direct ? personOf(event) : undefined;
  if (!person) return undefined;
  const key = chatKey(event.platform, person.user);
  for (const client of playbooks.clients()) {
    const home = (await store.get(client, "member", key))?.value.home;
    if (home) return { client, group: home };
  }
  return undefined;
}

async function withGroup({ store }: Deps, client: string): Promise<Home | undefined> {
  const groups = await store.list(client, "group");
  const group = groups.find(({ value }) => !value.unbound && !value.gone)?.key;
  return group === undefined ? undefined : { client, group };
}
