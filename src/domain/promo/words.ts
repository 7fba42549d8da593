import { DateTime } from "luxon";
import type { Instant } from "../../core/event.js";
import { formatMoney } from "../../core/money.js";
import type { Compiled } from "./compile.js";
import type { Nudge } from "./nudge.js";
import { compileWindow } from "./window.js";

/** What a line may say of a promo: its title, and until when it runs ("" when it has no end). */
export type PromoWords = { readonly title: string; readonly until: string };

/**
 * The variables `promo.*` of a line. `until` is today's closing time where the promo has daily hours,
 * else the last day of its window, on the playbook's clock.
 */
export function promoWords(compiled: Compiled, id: string, now: Instant): PromoWords {
  const promo = compiled.byId.get(id)?.promo;
  if (!promo) throw new Error(`no promo: ${id}`);
  const { daily, to } = promo.window ?? {};
  const zone = compiled.zone;
  const end = to === undefined ? undefined : DateTime.fromISO(to, { zone }).minus(1);
  if (daily) return { title: promo.title, until: daily[1] };
  if (!end) return { title: promo.title, until: "" };
  const today = DateTime.fromMillis(now, { zone });
  const until = end.hasSame(today, "year") ? end.toFormat("MM-dd") : end.toFormat("yyyy-MM-dd");
  return { title: promo.title, until };
}

/** What a line may say of a promo now; undefined while it is off or closed. */
export function runningPromo(compiled: Compiled, id: string, now: Instant): PromoWords | undefined {
  const rule = compiled.byId.get(id);
  if (!rule) return undefined;
  const open = compileWindow(rule.promo.window, compiled.clock);
  return open && !open(now) ? undefined : promoWords(compiled, id, now);
}

/** The variables `nudge.*` of a line, as decimals without needless zeros: `8`, `8.50`. */
export function nudgeWords(compiled: Compiled, nudge: Nudge) {
  const short = (minor: number) => formatMoney(minor, compiled.currency).replace(/\.0+$/, "");
  return { gap: short(nudge.gap), off: short(nudge.off), total: short(nudge.total) };
}

/** The variables `coupon.*` of a line said with a grant. */
export function couponWords(compiled: Compiled, coupon: { code: string; until: Instant }) {
  const until = DateTime.fromMillis(coupon.until, { zone: compiled.zone });
  return { code: coupon.code, until: until.toFormat("MM-dd HH:mm") };
}
