import { UserError } from "../../core/errors.js";
import { type IsoWeek, weekAfter, weekNamed, weekOf } from "../../core/time/iso-week.js";
import { localDay } from "../../core/time/local-day.js";
import { dateAfter, dayNumber } from "../../domain/experiment/design/current.js";
import type { Deps } from "../../engine/feature.js";
import { FACTS_MS } from "../../engine/retention.js";
import { aheadOf } from "./ahead.js";
import { type FromOrders, ordersOf } from "./orders.js";
import { promoLines } from "./promos.js";
import { FIGURES, type Figure, type FigureId, type Sums, type WeekReport } from "./report.js";
import type { Span } from "./span.js";
import { daysOf, type FromRollups, sumsOf } from "./sums.js";
import { triedIn } from "./tried.js";
import { unknownNow, unknownOf } from "./unknown.js";

type ReportDeps = Pick<Deps, "store" | "playbooks" | "clock" | "features">;

const DAY_MS = 86_400_000;
const MONEY: ReadonlySet<FigureId> = new Set(["revenue", "average_order", "margin", "promo_cost"]);

/** What a brand's own people ask for: a week of theirs, as data. */
export function reportOperations(deps: ReportDeps) {
  const { store, playbooks, clock } = deps;
  return {
    /**
     * A week against the week before; of the running one its whole days, against the same days.
     * @param named `2026-W48`; without it the last that is over on the client's clock
     * @param how `orders` false leaves out what only the orders themselves say: which promo cost what, coupons that
     * were used, orders of nobody known. With it all of the client's orders are read
     * @throws UserError CLIENT_UNKNOWN, REPORT_WEEK_FORM, REPORT_WEEK_FUTURE
     */
    async week(
      client: string,
      named: string | undefined,
      how: { readonly orders: boolean },
    ): Promise<WeekReport> {
      const playbook = playbooks.current(client)?.playbook;
      if (!playbook) throw new UserError("CLIENT_UNKNOWN", { client, known: "-" });
      const { brand, locale, timezone: zone, currency } = playbook;
      const now = clock.now();
      const today = localDay(now, zone);
      const week = weekAsked(named, today);
      const passed = Math.min(7, dayNumber(week.from, today) - 1);
      const span = spanFrom(week.from, passed);
      const earlier = weekAfter(week, -1);
      const before = spanFrom(earlier.from, passed);

      const rollups = await store.rollups(client, { from: before.from, to: dateAfter(span.to, 1) });
      const hasOrders = (await store.list(client, "order", undefined, 1)).length > 0;
      const hasMargin = playbook.orders.margin !== undefined;
      const has = { orders: hasOrders, margin: hasMargin };
      const orders =
        how.orders && hasOrders
          ? await ordersOf(store, client, { week: span, before, zone, currency })
          : undefined;
      const granted = await grantedIn(deps, client, { span, before });
      const sums = sumsOf(rollups, span, has);
      const sumsBefore = sumsOf(rollups, before, has);
      const [used, usedBefore] = orders?.coupons ?? [];
      const days = daysOf(rollups, span);
      const counted = { week: sums !== undefined, before: sumsBefore !== undefined };
      const isCurrent = weekAfter(week, 1).to >= today;
      const groups = await store.list(client, "group");
      return {
        ...{ client, brand, locale, zone, currency, week, made: now },
        state: passed === 7 ? "whole" : passed === 0 ? "begun" : "so_far",
        covers: span,
        before: { week: earlier.name, from: before.from, to: before.to },
        counted,
        groups: groups.filter(({ value }) => !value.unbound && !value.gone).length,
        figures: figuresOf(
          whole(sums, { granted: granted.week, used }),
          whole(sumsBefore, { granted: granted.before, used: usedBefore }),
        ),
        ...{ days, daysBefore: daysOf(rollups, before) },
        promos: how.orders ? await promoLines(deps, client, orders ?? NO_PROMOS) : null,
        tried: await triedIn(deps, client, week, passed === 7 ? week.to : today),
        unknown: [
          ...(passed === 0
            ? []
            : unknownOf({
                ...{ counted, days, hasOrders, hasMargin, orders, forgotten: granted.forgotten },
              })),
          ...(isCurrent ? await unknownNow(deps, client, playbook) : []),
        ],
        ahead: isCurrent ? await aheadOf(deps, client, playbook, week) : null,
      };
    },
  };
}

const NO_PROMOS: Pick<FromOrders, "promos"> = { promos: new Map() };

function weekAsked(named: string | undefined, today: string): IsoWeek {
  const last = weekAfter(weekOf(today), -1);
  if (named === undefined) return last;
  const week = weekNamed(named);
  if (!week) throw new UserError("REPORT_WEEK_FORM", { week: named, last: last.name });
  if (week.from > today)
    throw new UserError("REPORT_WEEK_FUTURE", { week: week.name, from: week.from });
  return week;
}

const spanFrom = (from: string, days: number): Span => ({
  ...{ from, days },
  to: dateAfter(from, days - 1),
});

/** How many coupons were granted; null where the facts that say so are no longer kept. */
async function grantedIn(
  { store, playbooks, clock }: ReportDeps,
  client: string,
  { span, before }: { readonly span: Span; readonly before: Span },
) {
  const zone = playbooks.current(client)?.playbook.timezone ?? "UTC";
  const kept = localDay(clock.now() - FACTS_MS, zone);
  const facts = await store.facts(client, "coupon_granted");
  const within = ({ from, to }: Span) =>
    from <= kept ? null : facts.filter(({ day = "" }) => day >= from && day <= to).length;
  const week = within(span);
  const has = Object.keys(playbooks.current(client)?.playbook.coupons ?? {}).length > 0;
  const forgotten = week === null && has ? FACTS_MS / DAY_MS : undefined;
  return { week, before: within(before), forgotten };
}

function whole(
  sums: FromRollups | undefined,
  coupons: { readonly granted: number | null; readonly used: number | undefined },
): Sums | undefined {
  return sums && { ...sums, coupons_granted: coupons.granted, coupons_used: coupons.used ?? null };
}

const figuresOf = (week: Sums | undefined, before: Sums | undefined): readonly Figure[] =>
  FIGURES.map((id) => ({
    id,
    unit: MONEY.has(id) ? "money" : "count",
    value: week?.[id] ?? null,
    before: before?.[id] ?? null,
  }));
