import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext } from "../../engine/context.js";
import { closeDecision, type Decision, openDecision } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { isLeftAlone } from "../../engine/left-alone.js";
import { givingWay } from "../../engine/outbound/send-window.js";
import { scriptNeeds } from "./enrolments.js";
import type { WatchRecord } from "./records.js";
import { mayStart, startScript } from "./scripts.js";

const keyOf = ({ script, group, member }: WatchRecord): string => `${script}/${group}/${member}`;

/** Someone who is new here is watched by every script that begins after a silence. */
export function watchSilence(decision: Decision): void {
  const { groupId, memberId, seat, compiled, now } = decision.context;
  if (!memberId || seat?.value.status === "in" || decision.seat?.status !== "in") return;
  for (const { id, ms } of compiled.silences) {
    const value = { script: id, group: groupId, member: memberId };
    decision.changes.push({ op: "put", kind: "watch", key: keyOf(value), value, due: now + ms });
  }
}

/** Looks at a member who may have been silent long enough: begins the script, or looks again later. */
export async function moveWatch(deps: Deps, due: Due<"watch">): Promise<void> {
  const watch = due.value;
  const now = deps.clock.now();
  await commitWithRetry(deps.store, async (spent) => {
    const context = await loadContext(deps, {
      client: due.client,
      groupId: watch.group,
      memberId: watch.member,
      now,
      seed: `watch:${due.key}:${due.due ?? 0}`,
      needs: scriptNeeds,
      spent,
    });
    const script = context?.compiled.scripts.get(watch.script);
    const ms = context?.compiled.silences.find(({ id }) => id === watch.script)?.ms;
    const over = !context || !script || ms === undefined || context.seat?.value.status !== "in";
    const decision = context && openDecision(context);
    if (over || !decision?.member) {
      const changes = [{ op: "remove" as const, kind: "watch" as const, key: due.key }];
      return { client: due.client, changes, outbox: [], facts: [] };
    }
    const again = (at: number) =>
      decision.changes.push({ op: "put", kind: "watch", key: due.key, value: watch, due: at });
    const silentFrom = (decision.member.seenAt ?? context.seat?.value.since ?? now) + ms;
    const from = Math.max(silentFrom, context.paused ? now + 60_000 : givingWay(decision, now));
    if (from > now) again(from);
    else {
      const { topic, once } = script.script;
      const may = !isLeftAlone(decision.member, topic) && mayStart(decision, watch.script, once);
      if (may) startScript(decision, watch.script, true);
      again(now + ms);
    }
    return closeDecision(decision);
  });
}

/** Watches those who were in the groups before the playbook had a script for their silence. */
export async function plantWatches(deps: Deps, client: string): Promise<void> {
  const { store, clock } = deps;
  for (const { id, ms } of deps.playbooks.compiled(client)?.silences ?? []) {
    if ((await store.counter(client, `watched:${id}`)) > 0) continue;
    const groups = await store.list(client, "group");
    const seats = await Promise.all(
      groups.map(({ key }) => store.list(client, "seat", `in:${key}`)),
    );
    const changes = seats.flat().map(({ value }) => {
      const watch = { script: id, group: value.group, member: value.member };
      const due = clock.now() + ms;
      return { op: "put", kind: "watch", key: keyOf(watch), value: watch, due } as const;
    });
    const once = { op: "add", counter: `watched:${id}`, by: 1, limit: 1 } as const;
    await store.commit({ client, changes: [once, ...changes], outbox: [], facts: [] });
  }
}
