import { UserError } from "../../core/errors.js";
import type { Clock } from "../../core/time/clock.js";
import { plainCode } from "../../domain/promo/code.js";
import { stateAt } from "../../domain/promo/coupon.js";
import { isSpent } from "../../domain/promo/spent.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { type ContextDeps, loadContext } from "../../engine/context.js";
import { closeDecision, openDecision } from "../../engine/decision.js";
import { memberNamed } from "../../engine/member-named.js";
import { grant } from "./coupons.js";
import { couponsNeed } from "./coupons-need.js";

type Granting = {
  readonly client: string;
  readonly coupon: string;
  /** The member's account id. */
  readonly member: string;
  readonly seed: string;
};
type Granted = { readonly code: string; readonly spent?: string } | "none_left";

const NONE = { granted: 0, reserved: 0, redeemed: 0, returned: 0, expired: 0, void: 0 };

/** What operators see of coupons, and do with them. */
export function couponOperations(deps: ContextDeps & { readonly clock: Clock }) {
  const { store, playbooks, clock } = deps;
  return {
    /** Each kind of coupon, and how many are in which state. */
    async coupons(client: string) {
      const granted = await store.list(client, "coupon");
      const rules = playbooks.current(client)?.playbook.coupons ?? {};
      return Object.entries(rules).map(([id, { max }]) => {
        const states = { ...NONE };
        for (const { value } of granted) {
          if (value.coupon === id) states[stateAt(value, clock.now())]++;
        }
        return { id, max, states };
      });
    },
    /** `spent` names the promo when it has too little left for one more discount. */
    async grantCoupon({ client, coupon, member: user, seed }: Granting): Promise<Granted> {
      const { key: member, value } = await memberNamed(store, client, user);
      const { home } = value;
      if (!home) throw new UserError("COMMAND_BUYER_UNKNOWN", { id: user });
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
          needs: [couponsNeed()],
          spent: full,
        });
        const decision = context && openDecision(context);
        code = undefined;
        if (!decision || !grant(decision, coupon)) return undefined;
        const { promos } = decision.compiled;
        const promo = promos.coupons.get(coupon);
        spent = isSpent(promos, promo, decision.context.loaded.coupons?.counters ?? {})
          ? promo
          : undefined;
        for (const change of decision.changes)
          if (change.op === "put" && change.kind === "coupon") code = change.value.code;
        return closeDecision(decision);
      });
      return code === undefined ? "none_left" : { code, ...(spent === undefined ? {} : { spent }) };
    },
    /** @returns false when there is no such coupon, or it was used. */
    async voidCoupon(client: string, typed: string): Promise<boolean> {
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
