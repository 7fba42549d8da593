import type { Event } from "../../dist/core/event.js";
import type { Fact } from "../../dist/core/fact.js";
import { compilePromos } from "../../dist/domain/promo/compile.js";
import { usesOf } from "../../dist/domain/promo/counters.js";
import { promosFileSchema } from "../../dist/domain/promo/schema.js";
import type { Change, Commit, NewRow } from "../../dist/store/port.js";

/** A busy agency: so many brands, groups of each, and members of each group. */
export const AGENCY = { clients: 10, groups: 10, members: 150 } as const;
/** So many of its brands are written down; the others are like them. */
export const WRITTEN = 1;
/** What happens in a group on a day. A member in five talks; decision 15 has a quarter of these messages. */
export const GROUP_DAY = {
  ...{ messages: 60, answers: 12, check_ins: 5, posts: 2, orders: 4, joins: 1, leaves: 1 },
} as const;
const TALKERS = 30;

const MAIN = {
  ...{ title: "满60减5", spend: "60.00", give: { off: "5.00" }, budget: "9000000.00" },
  limits: { member: { max: 2, per: "day" } },
};
const PROMOS = compilePromos(promosFileSchema.parse({ promos: { main: MAIN } }));

export const ACCOUNT = "telegram";
const VERSION = "659efab3bed6aba0";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const clientOf = (n: number): string => `brand-${n}`;
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** One group of one client, by its number among all. */
type Group = {
  readonly n: number;
  readonly client: string;
  readonly id: string;
  readonly chat: string;
};
export const GROUPS: readonly Group[] = Array.from(
  { length: WRITTEN * AGENCY.groups },
  (_none, n) => {
    const chat = String(-1_002_000_000_000 - n);
    return { n, client: clientOf(n % WRITTEN), id: `telegram:${chat}`, chat };
  },
);

/** What was heard, and what is decided on it. */
type Happening = { readonly event: Event; readonly commit: Commit };

/** An endless, always equal sequence of numbers that look drawn. */
function drawn(seed: number): (below: number) => number {
  let n = seed;
  return (below) => {
    n = (Math.imul(n ^ (n >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((n ^ (n >>> 13)) >>> 0) % below;
  };
}

/** All that is heard in a group within an hour that begins at `from`, as the bot would commit it. */
export function hourOf(group: Group, from: number): readonly Happening[] {
  const draw = drawn(from / HOUR_MS + group.n * 7_919);
  const hour = (from % DAY_MS) / HOUR_MS;
  const kinds = ["messages", "answers", "check_ins", "orders", "joins", "leaves"] as const;
  return kinds.flatMap((kind) => {
    // As even over the day as whole numbers can be; a group has its own hours.
    const by = (h: number) => Math.floor((GROUP_DAY[kind] * (h + (group.n % 24))) / 24);
    return Array.from({ length: by(hour + 1) - by(hour) }, (_none, n) =>
      happening({
        group,
        kind,
        at: from + draw(HOUR_MS),
        draw,
        id: `${kind}${group.n}-${from}-${n}`,
      }),
    );
  });
}

type Of = {
  readonly group: Group;
  readonly kind: "messages" | "answers" | "check_ins" | "orders" | "joins" | "leaves";
  readonly at: number;
  readonly id: string;
  readonly draw: (below: number) => number;
};

function happening(of: Of): Happening {
  const { group, kind, at, draw } = of;
  const fresh = kind === "joins" || kind === "leaves";
  // Who comes and goes is another one every day.
  const user = fresh
    ? 900_000_000 + group.n * 1_000 + Math.floor(at / DAY_MS)
    : 500_000_000 + group.n * AGENCY.members + draw(kind === "orders" ? AGENCY.members : TALKERS);
  const member = `telegram:${user}`;
  const fact = factOf(group, member, at);
  const commit = (
    changes: readonly Change[],
    outbox: readonly NewRow[],
    facts: readonly Fact[],
  ) => ({
    event: eventOf(of, user),
    commit: { client: group.client, changes, outbox, facts },
  });
  const line = fact("said_line", { line: "offer", persona: "village-girl", unasked: false });
  switch (kind) {
    case "messages": {
      // A member's first message of the day is written down; the others change nothing.
      const first = draw(GROUP_DAY.messages) < TALKERS;
      const changes = first ? [...memberOf(group, user, at)] : [];
      return commit(changes, [], [fact("said", first ? { first } : undefined)]);
    }
    case "answers":
      return commit(
        [groupOf(group, at), ...memberOf(group, user, at)],
        [rowOf(group, `event:${of.id}:0`, at)],
        [fact("said", { reply: true }), line],
      );
    case "check_ins":
      return commit(
        [pointsOf(member, at), ...memberOf(group, user, at)],
        [rowOf(group, `event:${of.id}:0`, at)],
        [fact("said"), fact("points", { by: 5, balance: 85, why: "check_in" }), line],
      );
    case "orders":
      return commit(...orderOf(of, member));
    default:
      return commit(memberOf(group, user, at), [], [fact(kind === "joins" ? "joined" : "left")]);
  }
}

export const factOf =
  (group: Group, member: string | undefined, at: number) =>
  (kind: string, data?: Fact["data"]): Fact => ({
    ...{ kind, at, day: dayOf(at), group: group.id, version: VERSION },
    ...(member === undefined ? {} : { member }),
    ...(data ? { data } : {}),
  });

function eventOf({ group, kind, at, id }: Of, user: number): Event {
  const place = { platform: "telegram", chat: group.chat, direct: false };
  const head = { id: `42:${id}`, platform: "telegram", account: ACCOUNT, at, place };
  const person = { user: String(user), name: `小雨${user}` };
  if (kind === "joins") return { ...head, kind: "joined", person };
  if (kind === "leaves") return { ...head, kind: "left", person };
  return { ...head, kind: "message", person, text: "今天有优惠吗？", messageId: id, toBot: false };
}

export function rowOf(group: Group, key: string, at: number, unasked = false): NewRow {
  const to = { platform: "telegram", chat: group.chat, direct: false };
  const text = "眼下的优惠都写在群公告里咧。拿不准就@店员，俺不敢乱讲。";
  return {
    ...{ key, action: { kind: "send_text", to, text }, account: ACCOUNT, made: at, due: at },
    ...{ expires: at + HOUR_MS, unasked, rank: unasked ? 5 : 1, onUncertain: "skip" },
    ...{ group: group.id, version: VERSION },
  } as const;
}

export function groupOf(group: Group, at: number): Change {
  const value = {
    ...{ platform: "telegram", account: ACCOUNT, chat: group.chat, pool: "welfare", n: group.n },
    ...{ title: `茶野福利${group.n}群`, taken: AGENCY.members, warned: false, cooldowns: {} },
    ...{ unasked: [at], variants: { offer: 0 }, answered: at },
  };
  return { op: "put", kind: "group", key: group.id, value };
}

function memberOf(group: Group, user: number, at: number): readonly Change[] {
  const member = `telegram:${user}`;
  const touch = { id: `event:${at}/1`, at, of: { message: "offer", persona: "village-girl" } };
  const value = {
    ...{ platform: "telegram", user: String(user), name: `小雨${user}`, tags: ["quiet-newcomer"] },
    ...{ saved: { taste: "少糖" }, cooldowns: { offer: at }, unasked: [at], home: group.id },
    ...{ scripts: { welcome: 1_790_000_000_000 }, seenAt: at, touches: [touch, touch] },
  };
  const seat = {
    group: group.id,
    member,
    status: "in",
    since: 1_790_000_000_000,
    spoke: at,
  } as const;
  return [
    { op: "put", kind: "member", key: member, value },
    { op: "put", kind: "seat", key: `${group.id}/${member}`, owner: `in:${group.id}`, value: seat },
  ];
}

function pointsOf(member: string, at: number): Change {
  const recent = Array.from({ length: 10 }, () => ({ at, by: 5, why: "check_in" as const }));
  const value = { balance: 85, checkedIn: dayOf(at), streak: 3, recent };
  return { op: "put", kind: "points", key: member, value };
}

/** A paid order of two lines with a discount that has a budget and a limit per member and day. */
function orderOf({ group, at, id }: Of, member: string): [Change[], NewRow[], Fact[]] {
  const fact = factOf(group, member, at);
  const key = `shop/${id}`;
  const took = usesOf(PROMOS, [{ promo: "main", off: 500 }], { member, group: group.id }, at);
  const uses = took.map(({ by: _by, ...use }) => use);
  const lines = [
    { id: "tea", sku: "jasmine", qty: 2, amount: 4_000, gross: 4_000 },
    { id: "cake", qty: 1, amount: 2_000, gross: 2_000 },
  ];
  const account = {
    state: "paid" as const,
    ...{ currency: "CNY", amount: 6_000, placedAt: at, paidAt: at, modifiedAt: at },
    ...{ ids: { platforms: [member] }, lines },
  };
  const booked = [
    { id: "0", qty: 2, price: 2_000, shopId: "tea", sku: "jasmine", tags: ["drink"] },
    { id: "1", qty: 1, price: 2_000, shopId: "cake", tags: ["drink"] },
  ];
  const off = [
    { id: "0", off: 333 },
    { id: "1", off: 167 },
  ];
  const applied = [{ promo: "main", off: 500, kept: 500, lines: off, uses }];
  const value = {
    record: { source: "shop", id, account, refunds: [], refundedTotal: 0, events: {}, ids: {} },
    ...{ member, booking: { amount: 6_000, lines: booked, applied } },
    credits: { model: "last" as const, window: "7d", to: [] },
    counted: {
      group: group.id,
      day: dayOf(at),
      orders: 1,
      revenue: 6_000,
      costs: 500,
      margin: 3_530,
    },
  };
  const changes: Change[] = [
    ...took.map(({ counter, by, until }) => ({ op: "add" as const, counter, by, until })),
    { op: "put", kind: "order", key, owner: member, value },
  ];
  const facts = [
    fact("redeemed", { order: key, promo: "main", off: 500 }),
    fact("ordered", { order: key, amount: 6_000, off: 500, margin: 3_530 }),
  ];
  return [changes, [], facts];
}
