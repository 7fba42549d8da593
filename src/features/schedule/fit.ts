import type { Instant } from "../../core/event.js";
import type { Act } from "../../core/ledger-entry.js";
import { textHash } from "../../domain/governor/same-text.js";
import { UNASKED_LIVES_MS } from "../../engine/decision.js";
import type { Deps } from "../../engine/feature.js";

/** How many groups a scheduled text is for, and how many get it before it is dropped. */
type Fit = { readonly n: number; readonly fits: number };

/** Whether a client's accounts find room for a schedule at its next time, as far as can be told now. */
export async function fitOf(
  deps: Deps,
  client: string,
  { id, next }: { readonly id: string; readonly next: Instant },
): Promise<Fit> {
  const { playbook, persona } = deps.playbooks.compiled(client) ?? {};
  const rule = playbook?.schedule[id];
  const variants = [rule ? (persona?.lines[rule.say] ?? []) : []].flat();
  const groups = (await deps.store.list(client, "group")).filter(
    ({ value }) => value.pool === rule?.pool && !value.gone && !value.unbound,
  );
  let fits = 0;
  for (const account of new Set(groups.map(({ value }) => value.account))) {
    const its = groups.filter(({ value }) => value.account === account);
    const acts = its.map(({ value }, n): { act: Act; from: Instant } => {
      const variant = variants[n % variants.length] ?? "";
      // What names its group is another text in each.
      const text = textHash(variant.includes("{{") ? `${variant} ${n}` : variant);
      const act = { kind: "text", for: "nobody", client, chat: value.chat, text } as const;
      return { act, from: next };
    });
    const { times } = (await deps.governorOf(account)?.plan(acts)) ?? { times: [] };
    const isIn = (_: unknown, n: number) => (times[n]?.at ?? next) <= next + UNASKED_LIVES_MS;
    fits += acts.filter(isIn).length;
  }
  return { n: groups.length, fits };
}
