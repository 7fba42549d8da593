import type { Clock } from "../../core/time/clock.js";
import { localDay } from "../../core/time/local-day.js";
import { type OutboxRow, SYSTEM } from "../../store/port.js";
import { bindingKey, type ContextDeps } from "../context.js";

type DayDeps = Pick<ContextDeps, "store" | "playbooks"> & { readonly clock: Clock };

/** The date where the client is whose chat a row goes to, whoever wrote the row; in UTC where it is nobody's. */
export async function dayOf(
  { store, playbooks, clock }: DayDeps,
  { client, account, action }: Pick<OutboxRow, "client" | "account" | "action">,
): Promise<string> {
  const bound = await store.get(SYSTEM, "binding", bindingKey(account, action.to.chat));
  const playbook = playbooks.current(bound?.value.client ?? client)?.playbook;
  return localDay(clock.now(), playbook?.timezone ?? "UTC");
}
