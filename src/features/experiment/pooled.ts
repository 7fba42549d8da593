import { effectOf } from "../../domain/experiment/analysis/effect.js";
import { combine, type Pooled, poolEffects } from "../../domain/experiment/analysis/pooled.js";
import { daysRead } from "../../domain/experiment/analysis/standing.js";
import type { Primary } from "../../domain/experiment/design/metrics.js";
import type { ClientEffect } from "../../domain/stats/pooling.js";
import type { Deps } from "../../engine/feature.js";
import type { Store } from "../../store/port.js";
import { auditRun } from "./audit.js";

type PoolDeps = Pick<Deps, "store" | "playbooks">;

/**
 * What clients other than `viewer` found of a claim by the same measure. Only those in the book whose
 * playbook says `share_results: true` are read, each by itself.
 * @returns undefined while fewer than two of them have an effect to share
 */
export async function pooledOf(
  { store, playbooks }: PoolDeps,
  viewer: string,
  claim: { readonly heuristic: string; readonly primary: Primary },
): Promise<Pooled | undefined> {
  const effects: ClientEffect[] = [];
  for (const client of playbooks.clients()) {
    if (client === viewer || playbooks.current(client)?.playbook.share_results !== true) continue;
    // What is wrong with another client's records is no reason to leave this one without an answer.
    const effect = await sharedBy(store, client, claim).catch(() => undefined);
    if (effect) effects.push(effect);
  }
  return poolEffects(claim.primary, effects);
}

/** One effect for a client, however often it tried; runs that were stopped or tampered with don't count. */
async function sharedBy(
  store: Store,
  client: string,
  { heuristic, primary }: { readonly heuristic: string; readonly primary: Primary },
): Promise<ClientEffect | undefined> {
  const effects: ClientEffect[] = [];
  for (const { value: record } of await store.list(client, "experiment")) {
    if (record.state !== "settled" || record.claim?.heuristic !== heuristic) continue;
    if (record.registration.primary !== primary) continue;
    const { ok } = await auditRun(store, client, record);
    if (!ok) continue;
    const effect = effectOf(record, await store.rollups(client, daysRead(record.running)));
    if (effect) effects.push(effect);
  }
  return combine(effects);
}
