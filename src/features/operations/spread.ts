import type { Instant } from "../../core/event.js";
import type { Why } from "../../domain/governor/why.js";
import { loadContext } from "../../engine/context.js";
import { type Context, openDecision, placeOf } from "../../engine/decision.js";
import type { Deps } from "../../engine/feature.js";
import { actOf } from "../../engine/outbound/act.js";
import { allowedFrom } from "../../engine/outbound/send-window.js";
import { withNotice } from "../../engine/say.js";

/** A group, what it gets, and when: by its own limits, and by those of its account too. */
type Spread = {
  readonly group: string;
  readonly text: string;
  readonly allowed: Instant;
  readonly from: Instant;
  /** What its account makes it wait for, if not for its turn. */
  readonly why?: Why | undefined;
};
/** What each group gets, and how many answers go before the last of it. */
export type Spreads = { readonly groups: readonly Spread[]; readonly ahead: number };

export const contextOf = (
  deps: Deps,
  client: string,
  { group, seed }: { group: string; seed: string },
): Promise<Context | undefined> =>
  loadContext(deps, { client, groupId: group, now: deps.clock.now(), seed });

/**
 * When each group will get a text that an operator says. Several wordings take turns, so that fewer groups hear
 * the same. It is a plan: what comes in between may put it off.
 */
export async function spreadOver(
  deps: Deps,
  client: string,
  { groups, texts }: { readonly groups: readonly string[]; readonly texts: readonly string[] },
): Promise<Spreads> {
  const now = deps.clock.now();
  const wished: (Spread & { readonly account: string; readonly act: ReturnType<typeof actOf> })[] =
    [];
  for (const [n, group] of groups.entries()) {
    const context = await contextOf(deps, client, { group, seed: "preview" });
    if (!context) continue;
    const decision = openDecision(context);
    const text = texts[n % texts.length] ?? "";
    const allowed = allowedFrom(decision, now);
    const to = placeOf(decision.group);
    const action = { kind: "send_text", to, text: withNotice(decision, text) } as const;
    const act = actOf({ client, unasked: true, rank: 5, action });
    wished.push({ group, text, allowed, from: allowed, account: decision.group.account, act });
  }
  const spread: Spread[] = [];
  let ahead = 0;
  for (const account of new Set(wished.map((one) => one.account))) {
    const its = wished.filter((one) => one.account === account);
    const planned = await deps.governorOf(account)?.plan(its);
    ahead += planned?.ahead ?? 0;
    for (const [n, { group, text, allowed, from }] of its.entries()) {
      const { at = from, why } = planned?.times[n] ?? {};
      spread.push({ group, text, allowed, from: Math.max(from, at), why });
    }
  }
  return { groups: spread, ahead };
}
