import type { Event } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import type { Clock } from "../../core/time/clock.js";
import type { OrderEntry } from "../../domain/order/entry.js";
import { couponKey, identityKeys, matchMember, platformKey } from "../../domain/order/match.js";
import { mergeNotice, otherCurrency } from "../../domain/order/merge.js";
import type { OrderIds, OrderNotice, OrderRecord } from "../../domain/order/order.js";
import { idsOf, viewOf } from "../../domain/order/view.js";
import { plainCode } from "../../domain/promo/code.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { type ContextDeps, loadContext } from "../../engine/context.js";
import { addFact, closeDecision, openDecision } from "../../engine/decision.js";
import type { Change, Commit, Store, Stored } from "../../store/port.js";
import { couponsNeed } from "../coupon/coupons-need.js";
import { scriptNeeds } from "../script/enrolments.js";
import { signalScripts } from "../script/scripts.js";
import { attributeOrder } from "./attribution.js";
import { countOrder } from "./counting.js";
import { tellOverspent } from "./overspent.js";
import { codesOf, couponsNamed, dueOf, isPaid, takenBy } from "./redemption.js";
import { changeRedemption } from "./redemption-changes.js";
import { reverseOrder } from "./reverse.js";

export type OrderDeps = ContextDeps & { readonly clock: Clock };
type ShopEvent = Extract<Event, { kind: "order" }>;

/** Orders that are nobody's yet are listed under this owner. */
export const UNMATCHED = "unmatched";

/** One notice of a shop: repeated and late ones change nothing twice. @returns false for other events. */
export async function handleOrder(deps: OrderDeps, seq: number, event: Event): Promise<boolean> {
  if (event.kind !== "order") return false;
  await noticeOrder(deps, seq, event);
  return true;
}

async function noticeOrder(deps: OrderDeps, seq: number, event: ShopEvent): Promise<void> {
  const notice = event.notice as OrderNotice;
  const told = notice.kind === "order" ? notice.order : notice.event;
  const key = `${told.source}/${told.id}`;
  await commitWithRetry(deps.store, async (spent) => {
    const known = await deps.store.get(event.client, "order", key);
    const before = known?.value.record;
    const nothing: Commit = {
      client: event.client,
      handles: seq,
      changes: [],
      outbox: [],
      facts: refusal(before, notice, deps.clock.now()),
    };
    if (nothing.facts.length > 0) return nothing;
    const { record, outcome } = mergeNotice(before, notice);
    if (outcome === "same") return nothing;
    const commit = await orderCommit(deps, {
      client: event.client,
      key,
      known,
      record,
      spent,
      seed: `event:${seq}`,
    });
    return { ...commit, handles: seq };
  });
}

/** Told of a notice that would turn an order into another currency; none for one to go on with. */
export function refusal(
  before: OrderRecord | undefined,
  notice: OrderNotice,
  at: number,
): readonly Fact[] {
  const currency = otherCurrency(before, notice);
  if (currency === undefined || !before) return [];
  const order = `${before.source}/${before.id}`;
  return [{ kind: "order_refused", at, data: { order, currency } }];
}

type Of = {
  readonly client: string;
  readonly key: string;
  readonly known: Stored<"order"> | undefined;
  readonly record: OrderRecord;
  readonly spent: ReadonlySet<string>;
  readonly seed: string;
  /** Whose it is, when an operator said so. */
  readonly member?: string;
};

/**
 * Everything that follows from an order as it now stands. When an operator says that it is another
 * member's, what followed from it so far is taken back and decided anew.
 */
export async function orderCommit(deps: OrderDeps, of: Of): Promise<Commit> {
  const { store, clock } = deps;
  const { client, key, known, record } = of;
  const ids = idsOf(record);
  const member =
    of.member ?? known?.value.member ?? memberOf(record, await findOwners(store, client, [ids]));
  const from = known?.value.member;
  const moves = from !== undefined && from !== member;
  const past = moves ? undefined : known?.value;
  const home = member && (await store.get(client, "member", member))?.value.home;
  const context =
    member && home
      ? await loadContext(deps, {
          client,
          groupId: home,
          memberId: member,
          now: clock.now(),
          armsAt: viewOf(record)?.paidAt,
          seed: of.seed,
          needs: [couponsNeed({ held: takenBy(known?.value.booking) }), ...scriptNeeds],
          spent: of.spent,
        })
      : undefined;
  const state = viewOf(record);
  let { booking, counted, credits } = past ?? {};
  /** @returns the facts of what changed of the credits. */
  const credit = () => {
    if (!state) return [];
    const entry = { before: past, counted, member };
    const after = attributeOrder({ order: key, state, ...entry, view: context, now: clock.now() });
    credits = after.credits;
    return after.facts;
  };
  const put = (): Change => {
    const value: OrderEntry = {
      record,
      ...(member ? { member } : {}),
      ...(booking ? { booking } : {}),
      ...(credits ? { credits } : {}),
      ...(counted ? { counted } : {}),
    };
    const owner = member ?? UNMATCHED;
    const due = dueOf(booking);
    const when = due === undefined ? {} : { due };
    return { op: "put", kind: "order", key, value, owner, rev: known?.rev ?? 0, ...when };
  };
  const decision = context && openDecision(context);
  const before = booking;
  const rules = deps.playbooks.compiled(client, { arms: context?.compiled.arms })?.promos;
  const named = [...(ids.coupons ?? []), ...codesOf(known?.value.booking)];
  const coupons = await couponsNamed(store, client, named);
  const back =
    moves && known
      ? reverseOrder(known.value, { order: key, coupons, now: clock.now() })
      : undefined;
  const booked =
    state &&
    rules &&
    changeRedemption(decision, { order: key, state, booking, coupons, rules, spent: of.spent });
  booking = booked?.booking ?? booking;
  const { news = [] } = booked ?? {};
  const changes = [...(back?.changes ?? []), ...(booked?.changes ?? [])];
  if (!decision || !state) {
    const whose = { at: clock.now(), ...(member ? { member } : {}) };
    const told = news.map((one) => ({ ...one, ...whose }));
    const facts = [...(back?.facts ?? []), ...told, ...credit()];
    return { client, changes: [...changes, put()], outbox: [], facts };
  }

  decision.facts.push(...(back?.facts ?? []));
  for (const { kind, data } of news) addFact(decision, kind, data);
  counted = countOrder(decision, { order: key, state, booking, counted });
  const counts = isPaid(booking) && !isPaid(before);
  if (counts) {
    signalScripts(decision, "ordered", "");
    if (booking?.applied.some(({ coupon }) => coupon)) signalScripts(decision, "redeemed", "");
    tellOverspent(decision, key, booking);
  }
  decision.facts.push(...credit());
  decision.changes.push(...changes, put());
  return closeDecision(decision);
}

/** The members that own ids, by the ids' keys (`matchKeys`). */
type Owners = ReadonlyMap<string, string>;

/** Whose an order is, by its explicit ids only; ids of two members are nobody's until an operator says. */
export function memberOf(record: OrderRecord, owners: Owners): string | undefined {
  if (owners.size === 0) return undefined;
  const match = matchMember(idsOf(record), (key) => owners.get(key));
  return match.kind === "member" ? match.member : undefined;
}

/** Looks the ids of many orders up at once, a call for each kind of id. */
export async function findOwners(
  store: Store,
  client: string,
  orders: readonly OrderIds[],
): Promise<Owners> {
  const codes = new Set<string>();
  const members = new Set<string>();
  const others = new Set<string>();
  for (const ids of orders) {
    for (const code of ids.coupons ?? []) codes.add(plainCode(code));
    for (const id of ids.platforms ?? []) members.add(id);
    for (const key of identityKeys(ids)) others.add(key);
  }
  const coupons = await store.find(client, "coupon", [...codes]);
  const known = await store.find(client, "member", [...members]);
  const identities = await store.find(client, "identity", [...others]);
  const owners = new Map<string, string>();
  const own = (key: string, member: string | undefined) => member && owners.set(key, member);
  // Mostly nobody is found, and there is nothing to sort out.
  if (coupons.size + known.size + identities.size === 0) return owners;
  for (const ids of orders) {
    for (const code of ids.coupons ?? [])
      own(couponKey(code), coupons.get(plainCode(code))?.value.member);
    for (const id of ids.platforms ?? []) own(platformKey(id), known.get(id)?.key);
    for (const key of identityKeys(ids)) own(key, identities.get(key)?.value.member);
  }
  return owners;
}
