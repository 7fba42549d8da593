import type { Instant } from "../../core/event.js";
import type { OrderEntry } from "../../domain/order/entry.js";
import { viewOf } from "../../domain/order/view.js";
import type { CouponRecord } from "../../domain/promo/coupon-record.js";
import type { MemberRecord } from "../../engine/records.js";
import type { Store } from "../../store/port.js";
import type {} from "./records.js";

/** What a client holds about a member, over all of their accounts. */
export type Held = {
  readonly members: readonly MemberRecord[];
  /** The titles of the groups that they are in. */
  readonly groups: readonly string[];
  readonly orders: readonly {
    readonly id: string;
    readonly at: Instant;
    readonly amount: number;
  }[];
  readonly coupons: readonly CouponRecord[];
  readonly points: number;
  /** When they wanted to be left alone, or no longer, oldest first. */
  readonly consent: readonly {
    readonly at: Instant;
    readonly out: boolean;
    readonly topic: string;
  }[];
};

const CONSENT = ["opted_out", "opted_in"] as const;

/** Reads what is held about a person's accounts. */
export async function heldOf(store: Store, client: string, keys: readonly string[]): Promise<Held> {
  const listed = async <T>(read: (key: string) => Promise<readonly T[]>) =>
    (await Promise.all(keys.map(read))).flat();
  const members = await store.find(client, "member", keys);
  const groups = await store.list(client, "group");
  const seatKeys = groups.flatMap((group) => keys.map((key) => `${group.key}/${key}`));
  const seats = [...(await store.find(client, "seat", seatKeys)).values()];
  const isIn = new Set(seats.flatMap(({ value }) => (value.status === "in" ? value.group : [])));
  const orders = await listed((key) => store.list(client, "order", key));
  const coupons = await listed((key) => store.list(client, "coupon", key));
  const points = await store.find(client, "points", keys);
  const facts = (await Promise.all(CONSENT.map((kind) => store.facts(client, kind)))).flat();
  return {
    members: [...members.values()].map(({ value }) => value),
    groups: groups.filter(({ key }) => isIn.has(key)).map(({ value }) => value.title),
    orders: orders.map(({ value }) => orderLine(value)).sort((a, b) => b.at - a.at),
    coupons: coupons.map(({ value }) => value),
    points: [...points.values()].reduce((sum, { value }) => sum + value.balance, 0),
    consent: facts
      .filter(({ member, data }) => keys.includes(member ?? "") && !data?.again)
      .map(({ at, kind, data }) => ({
        at,
        out: kind === "opted_out",
        topic: `${data?.topic ?? ""}`,
      }))
      .sort((a, b) => a.at - b.at),
  };
}

function orderLine({ record, counted }: OrderEntry): Held["orders"][number] {
  const order = viewOf(record);
  const at = order?.paidAt ?? order?.placedAt ?? order?.modifiedAt ?? 0;
  return { id: record.id, at, amount: counted?.revenue ?? order?.amount ?? 0 };
}
