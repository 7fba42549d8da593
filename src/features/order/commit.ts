import type { Fact } from "../../core/fact.js";
import type { OrderEntry } from "../../domain/order/entry.js";
import {
  addFact,
  addFactOn,
  closeDecision,
  type Decision,
  openDecision,
} from "../../engine/decision.js";
import type { Change, Commit } from "../../store/port.js";
import { notifyOfOrder } from "./notify.js";
import { UNMATCHED } from "./owner.js";
import type { AttributedOrder, OrderNews } from "./path.js";
import { dueOf } from "./redemption.js";

/** All that an order's path came to, as one commit; who is to hear of it is told. */
export function commitOf(order: AttributedOrder): Commit {
  const { client, context, state, member, changes, reversal, news, credited, now } = order;
  const put = putOf(order);
  if (!context || !state) {
    const whose = { at: now, ...(member ? { member } : {}) };
    const told = news.map(({ kind, data }): Fact => ({ kind, data, ...whose }));
    const facts = [...reversal, ...told, ...credited];
    return { client, changes: [...changes, put], outbox: [], facts };
  }
  const decision = openDecision(context);
  decision.facts.push(...reversal);
  for (const one of news) tell(decision, one);
  notifyOfOrder(decision, order);
  decision.facts.push(...credited);
  decision.changes.push(...changes, put);
  return closeDecision(decision);
}

function tell(decision: Decision, { kind, data, at }: OrderNews): void {
  if (at) addFactOn(decision, { kind, data, ...at });
  else addFact(decision, kind, data);
}

function putOf({
  key,
  known,
  record,
  member,
  redemption,
  credits,
  counted,
}: AttributedOrder): Change {
  const value: OrderEntry = {
    record,
    ...(member ? { member } : {}),
    ...(redemption ? { booking: redemption } : {}),
    ...(credits ? { credits } : {}),
    ...(counted ? { counted } : {}),
  };
  const due = dueOf(redemption);
  return {
    ...{ op: "put", kind: "order", key, value, owner: member ?? UNMATCHED, rev: known?.rev ?? 0 },
    ...(due === undefined ? {} : { due }),
  };
}
