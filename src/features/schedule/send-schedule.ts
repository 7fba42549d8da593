import type { Schedule } from "../../domain/schedule/schema.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext } from "../../engine/context.js";
import { addFact, closeDecision, openDecision } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { allowedFrom } from "../../engine/outbound/send-window.js";
import { DONE_MS } from "../../engine/retention.js";
import { say, speakingOf } from "../../engine/say.js";
import type { Stored } from "../../store/port.js";
import type { ScheduleRecord } from "./records.js";
import { firstSlot, ruleAt, schedulesInPlay } from "./schedule-arms.js";

/** A slot that was missed by more than this is not made up for. */
const LATE_MS = 3_600_000;

/** So many groups are decided side by side, so that a store writes them together; answers get their turn in between. */
const SIDE_BY_SIDE = 50;

/** One slot of a schedule goes to every group of its pool; each group and the next slot is a commit of its own. */
export async function sendSchedule(deps: Deps, due: Due<"schedule">): Promise<void> {
  const { store, playbooks, clock } = deps;
  const { client, value: record } = due;
  const { schedule, slot } = record;
  const zone = playbooks.current(client)?.playbook.timezone;
  const rules =
    zone === undefined ? [] : ((await schedulesInPlay(deps, client)).get(schedule) ?? []);
  const now = clock.now();
  if (!record.paused && now - slot <= LATE_MS) {
    const setting = (await store.get(client, "setting", "client"))?.value;
    const send = async ({ key: groupId, value }: Stored<"group">) => {
      const rule = ruleAt(playbooks, client, { groupId, setting, schedule, slot });
      if (rule && value.pool === rule.pool && !value.gone && !value.unbound)
        await sendSlot(deps, client, groupId, record, rule);
    };
    const groups = await store.list(client, "group");
    for (let from = 0; from < groups.length; from += SIDE_BY_SIDE)
      await Promise.all(groups.slice(from, from + SIDE_BY_SIDE).map(send));
  }
  // Slots that passed meanwhile are too late as well, or have their turn at once.
  const from = Math.max(slot, now - LATE_MS - 1);
  const next = zone === undefined ? undefined : firstSlot(rules, zone, from);
  const change =
    next === undefined
      ? ({ op: "remove", kind: "schedule", key: due.key } as const)
      : ({
          op: "put",
          kind: "schedule",
          key: due.key,
          value: { ...record, slot: next },
          due: next,
          rev: due.rev,
        } as const);
  await store.commit({ client, changes: [change], outbox: [], facts: [] });
}

async function sendSlot(
  deps: Deps,
  client: string,
  groupId: string,
  { schedule, slot }: ScheduleRecord,
  rule: Schedule,
): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const seed = `schedule:${schedule}:${slot}:${groupId}`;
  if ((await store.counter(client, seed)) > 0) return;
  await commitWithRetry(store, async (spent) => {
    const context = spent.has(seed)
      ? undefined
      : await loadContext(deps, { client, groupId, now, seed });
    if (!context) return undefined;
    const decision = openDecision(context);
    const until = slot + DONE_MS;
    decision.changes.push({ op: "add", counter: seed, by: 1, limit: 1, until });
    const words = speakingOf(decision, rule.promo);
    const limited = allowedFrom(decision, now) > now ? "limit" : undefined;
    const held = context.paused ? "paused" : (limited ?? (words ? undefined : "no_promo"));
    decision.words = words ?? {};
    if (held) addFact(decision, "held", { schedule, why: held });
    else say(decision, rule.say, { unasked: true, promo: rule.promo });
    return closeDecision(decision);
  });
}
