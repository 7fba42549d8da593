import type { Clock } from "../../core/time/clock.js";
import { plainCode } from "../../domain/promo/code.js";
import { stateAt } from "../../domain/promo/coupon.js";
import { isSpent } from "../../domain/promo/spent.js";
import type { Desk } from "../../engine/commands/command.js";
import { attempt } from "../../engine/commit-with-retry.js";
import { loadView, type ViewDeps } from "../../engine/context.js";
import { closeDraft, openDraft } from "../../engine/decision.js";
import { memberByAccount } from "../member/account.js";
import { grant } from "./coupons.js";

/** What operators see of coupons, and do with them. */
export function couponDesk(
  deps: ViewDeps & { readonly clock: Clock },
): Pick<Desk, "coupons" | "grantCoupon" | "voidCoupon"> {
  const { store, book, clock } = deps;
  return {
    async coupons(client) {
      const granted = await store.list(client, "coupon");
      const rules = book.edition(client)?.playbook.coupons ?? {};
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
      await attempt(store, async (full) => {
        const now = clock.now();
        const view = await loadView(deps, {
          client,
          groupId: home,
          memberId: member,
          now,
          seed,
          prices: true,
          spent: full,
        });
        const draft = view && openDraft(view);
        code = undefined;
        if (!draft || !grant(draft, coupon)) return undefined;
        const { promos } = draft.stage;
        const promo = promos.coupons.get(coupon);
        spent = isSpent(promos, promo, draft.view.counters) ? promo : undefined;
        for (const change of draft.changes)
          if (change.op === "put" && change.kind === "coupon") code = change.value.code;
        return closeDraft(draft);
      });
      return code === undefined ? "none_left" : { code, ...(spent === undefined ? {} : { spent }) };
    },
    async voidCoupon(client, typed) {
      let done = false;
      await attempt(store, async () => {
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
