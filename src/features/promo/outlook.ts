import { formatMoney } from "../../core/money.js";
import { planOf } from "../../domain/experiment/design/plan.js";
import { experimentsSchema } from "../../domain/experiment/design/schema.js";
import { compilePromos } from "../../domain/promo/compile.js";
import { createReplay, type PastOrder, type ReplayReport } from "../../domain/promo/replay.js";
import { promosFileSchema } from "../../domain/promo/schema.js";
import { ASSUMED, pairDayVariance } from "../../domain/stats/plan.js";
import { offersAbout } from "../../playbook/starter/offer.js";

const DAY_MS = 86_400_000;
/** Where thresholds are tried, as parts of the average order. */
const TRIED = [0.95, 1.05, 1.15, 1.25, 1.5];
const HORIZON = "28d";

export type Outlook = {
  /** From the first order to the last, at least 1. */
  readonly days: number;
  /** Baskets, and what each threshold would have cost. */
  readonly replay: ReplayReport;
  /** What a comparison of thresholds over 28 days can find. */
  readonly plan: ReturnType<typeof planOf>;
};

/**
 * What past orders say before anything is begun: how their values lie, what a threshold discount at round values
 * about the average would have cost, and how small a difference 28 days can find. The orders are taken to be those of
 * so many groups of so many members; how members would have reacted nobody can say from them.
 * @param orders one at least, the oldest first
 */
export function outlookOf(
  orders: readonly PastOrder[],
  options: { readonly currency: string; readonly groups: number; readonly members: number },
): Outlook {
  const { currency, groups, members } = options;
  const totals = orders.map(({ lines }) =>
    lines.reduce((sum, { qty, price }) => sum + qty * price, 0),
  );
  const average = totals.reduce((sum, total) => sum + total, 0) / orders.length;
  const replay = createReplay(
    offersAbout(Math.max(Math.round(average), 1), TRIED).map(({ spend, off }) => {
      const [name, less] = [formatMoney(spend, currency), formatMoney(off, currency)];
      const promos = { offer: { title: `${name} - ${less}`, spend: name, give: { off: less } } };
      return { name, compiled: compilePromos(promosFileSchema.parse({ currency, promos })) };
    }),
  );
  for (const order of orders) replay.add(order);
  const days = daysOf(orders);
  const ratePerMemberDay = orders.length / days / (groups * members);
  const basis = {
    variance: pairDayVariance({ ...ASSUMED, members, ratePerMemberDay }),
    persistent: ASSUMED.persistent,
    events: members * ratePerMemberDay,
  };
  return { days, replay: replay.report(), plan: planOf(experiment(), groups, basis) };
}

function daysOf(orders: readonly PastOrder[]): number {
  const [first, last] = [orders[0]?.at ?? 0, orders.at(-1)?.at ?? 0];
  return Math.max(Math.round((last - first) / DAY_MS), 1);
}

/** Two thresholds, a coin for each pair of groups and day. */
function experiment() {
  const arms = { lower: {}, higher: {} };
  const said = { design: "switchback", horizon: HORIZON, arms, primary: "orders_per_member" };
  // Nobody has said yet what would matter.
  const { outlook } = experimentsSchema().parse({
    outlook: { ...said, smallest_interesting: 0 },
  });
  if (!outlook) throw new Error("no experiment");
  return outlook;
}
