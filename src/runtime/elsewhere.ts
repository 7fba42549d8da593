import type { Primary } from "../experiment/design.js";
import { effectOf } from "../experiment/effect.js";
import { combine, type Elsewhere, poolElsewhere } from "../experiment/elsewhere.js";
import type { Registration } from "../experiment/registration.js";
import { daysRead } from "../experiment/standing.js";
import type { ClientEffect } from "../stats/pooling.js";
import type { Store } from "../store/port.js";
import type { Book } from "./book.js";
import { verifyRun } from "./verified.js";

type Deps = { readonly store: Store; readonly book: Book };

/**
 * What clients other than `viewer` found of a claim by the same measure. Only those in the book whose
 * playbook says `share_results: true` are read, each by itself.
 * @returns undefined while fewer than two of them have an effect to share
 */
export async function elsewhereOf(
  { store, book }: Deps,
  viewer: string,
  claim: { readonly heuristic: string; readonly primary: Primary },
): Promise<Elsewhere | undefined> {
  const effects: ClientEffect[] = [];
  for (const client of book.clients()) {
    if (client === viewer || book.edition(client)?.playbook.share_results !== true) continue;
    // What is wrong with another client's records is no reason to leave this one without an answer.
    const effect = await sharedBy(store, client, claim).catch(() => undefined);
    if (effect) effects.push(effect);
  }
  return poolElsewhere(claim.primary, effects);
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
    if ((record.registration as Registration).primary !== primary) continue;
    const { ok } = await verifyRun(store, client, record);
    if (!ok) continue;
    const effect = effectOf(record, await store.rollups(client, daysRead(record.running)));
    if (effect) effects.push(effect);
  }
  return combine(effects);
}
