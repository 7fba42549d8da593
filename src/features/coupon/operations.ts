import type { Clock } from "../../core/time/clock.js";
import { plainCode } from "../../domain/promo/code.js";
import { stateAt } from "../../domain/promo/coupon.js";
import { isSpent } from "../../domain/promo/spent.js";
import type { Desk } from "../../engine/commands/command.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { type ContextDeps, loadContext } from "../../engine/context.js";
import { closeDecision, openDecision } from "../../engine/decision.js";
import { memberByAccount } from "../member/account.js";
import { grant } from "./coupons.js";

/** What operators see of coupons, and do with them. */
export function couponDesk(
  deps: ContextDeps & { readonly clock: Clock },
): Pick<Desk, "coupons" | "grantCoupon" | "voidCoupon"> {
  const { store, playbooks, clock } = deps;
  return {
    async coupons(client) {
      const granted = await store.list(client, "coupon");
      const rules = playbooks.current(client)?.playbook.coupons ?? {};
      return Object.entries(rules).map(([id, { max }]) => {
        const states: Record<string, number> = {};
        for (const { value } of granted) {
          const state = stateAt(value, clock.now());
          if (value.coupon === id) states[state] = (states[state] ?? 0) + 1;
        }
        return { id, max, states };
      });
    },
    async grantCoupon({ client, coupon, member: user, seed }) {
      const member = await memberByAccount(store, client, user);
      const home = member && (await store.get(client, "member", member))?.value.home;
      if (!member || !home) return "no_member";
      let code: string | undefined;
      let spent: string | undefined;
      await commitWithRetry(store, async (full) => {
        const now = clock.now();
        const context = await loadContext(deps, {
          client,
          groupId: home,
          memberId: member,
          now,
          seed,
          prices: true,
          spent: full,
        });
        const decision = context && openDecision(context);
        code = undefined;
        if (!decision || !grant(decision, coupon)) return undefined;
        const { promos } = decision.compiled;
        const promo = promos.coupons.get(coupon);
        spent = isSpent(promos, promo, decision.context.counters) ? promo : undefined;
        for (const change of decision.changes)
          if (change.op === "put" && change.kind === "coupon") code = change.value.code;
        return closeDecision(decision);
      });
      return code === undefined ? "none_left" : { code, ...(spent === undefined ? {} : { spent }) };
    },
    async voidCoupon(client, typed) {
      let done = false;
      await commitWithRetry(store, async () => {
        const coupon = await store.get(client, "coupon", plainCode(typed));
        done = coupon !== undefined && coupon.value.state !== "redeemed";
        if (!coupon || !done) return undefined;
        const { key, rev, value } = coupon;
        const put = { op: "put", kind: "coupon", key, rev, owner: value.member } as const;
        const changes = [{ ...put, value: { ...value, state: "void" as const } }];
        const facts = [{ kind: "coupon_void", at: clock.now(), member: value.member }];
        return { client, changes, outbox: [], facts };
      });
      return done;
    },
  };
}
