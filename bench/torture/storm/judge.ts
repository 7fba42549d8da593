import type { SentMessage } from "../../../tests/support/fake-bot-api-state.js";
import type { Books } from "./books.js";
import type { Diary, Whom } from "./diary.js";
import { CAPACITY, COUPONS, POINTS, SAVING } from "./playbook.js";

/** What the world knows at the end: its diary, what Telegram took in, who is in each chat. */
export type Evidence = {
  /** The bot's account, by which its groups are called. */
  readonly account: string;
  readonly diary: Diary;
  readonly sent: readonly SentMessage[];
  readonly inside: ReadonlyMap<number, readonly number[]>;
  /** The groups at whose door people ask. */
  readonly doors: readonly number[];
  /** `chat/text`, as often as a process died that had issued it and not learned its end. */
  readonly uncertain: readonly string[];
};

/** What is wrong, a sentence each, by kind; a kind without any is empty. */
export type Verdict = Readonly<Record<string, readonly string[]>>;

/** Holds the bot's books against what really happened. */
export function judge(books: Books, evidence: Evidence): Verdict {
  return {
    ...events(books, evidence),
    "orders lost or booked twice": orders(books, evidence.diary),
    "coupons lost, doubled or off": coupons(books, evidence.diary),
    "points lost, doubled or off": points(books, evidence.diary),
    "seats off": seats(books, evidence),
    "sums off": books.sumsOff === 0 ? [] : [`${books.sumsOff} sums are not what the facts say`],
    ...texts(books, evidence),
  };
}

/** `chat/member` of a fact. */
const whomOf = (account: string, group = "", member = ""): string =>
  `${group.replace(`${account}:`, "")}/${member.replace("telegram:", "")}`;

function tallied(all: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const one of all) times.set(one, (times.get(one) ?? 0) + 1);
  return times;
}

function events({ facts, undigested, typed }: Books, { account, diary, doors }: Evidence): Verdict {
  const lost: string[] = [];
  const doubled: string[] = [];
  const compare = (what: string, did: ReadonlyMap<Whom | string, number>, kind: string): void => {
    const about = facts.flatMap((fact) =>
      fact.kind === kind && fact.data?.direct !== true
        ? whomOf(account, fact.group, fact.member)
        : [],
    );
    const found = tallied(about.filter((one) => !doors.includes(Number(one.split("/")[0]))));
    for (const who of new Set([...did.keys(), ...found.keys()])) {
      const [really, booked] = [did.get(who) ?? 0, found.get(who) ?? 0];
      if (booked < really) lost.push(`${who} ${what} ${really} times, known: ${booked}`);
      if (booked > really) doubled.push(`${who} ${what} ${really} times, known: ${booked}`);
    }
  };
  compare("spoke", diary.said, "said");
  compare("came", diary.joined, "joined");
  compare("left", diary.left, "left");
  const noted = tallied([...typed.values()].map(({ name }) => name));
  for (const name of diary.typed.keys()) {
    if (!noted.has(name)) lost.push(`the typed order ${name} was not noted`);
    if ((noted.get(name) ?? 0) > 1) doubled.push(`the typed order ${name} was noted twice`);
  }
  for (const { seq, deadLetter = "not handled" } of undigested) lost.push(`#${seq}: ${deadLetter}`);
  return { "events lost": lost, "events counted twice": doubled };
}

function orders({ orders: booked, typed, facts }: Books, { orders: sold, confirmed }: Diary) {
  const wrong: string[] = [];
  const owed = new Map<string, { readonly member: string; readonly fen: number }>();
  for (const [id, { member, fen }] of sold)
    owed.set(`own/${id}`, { member: `telegram:${member}`, fen });
  for (const n of confirmed) {
    const { by = "?", amount = -1 } = typed.get(String(n)) ?? {};
    owed.set(`chat/t${n}`, { member: by, fen: amount });
  }
  const counted = tallied(
    facts.flatMap(({ kind, data }) => (kind === "ordered" ? String(data?.order) : [])),
  );
  for (const key of new Set([...owed.keys(), ...booked.keys(), ...counted.keys()])) {
    const [real, book] = [owed.get(key), booked.get(key)];
    if (!real) wrong.push(`${key} was never sold`);
    else if (!book) wrong.push(`${key} is lost`);
    else if (book.member !== real.member)
      wrong.push(`${key} is ${book.member}'s, not ${real.member}'s`);
    else if (book.record.account?.amount !== real.fen) wrong.push(`${key} has another amount`);
    else if (counted.get(key) !== 1) wrong.push(`${key} counts ${counted.get(key) ?? 0} times`);
  }
  return wrong;
}

function coupons({ coupons: all, granted, spent, orders: booked, facts }: Books, diary: Diary) {
  const wrong: string[] = [];
  const each = [...all.values()];
  for (const kind of ["welcome", "treat"] as const) {
    const there = each.filter(({ coupon }) => coupon === kind).length;
    const told = facts.filter(
      (fact) => fact.kind === "coupon_granted" && fact.data?.coupon === kind,
    );
    if (there !== granted[kind] || there !== told.length || there > COUPONS[kind])
      wrong.push(`${kind}: ${there} coupons, ${granted[kind]} counted, ${told.length} facts`);
  }
  const owners = tallied(
    each.flatMap(({ coupon, member }) => (coupon === "welcome" ? member : [])),
  );
  for (const [member, times] of owners) if (times > 1) wrong.push(`${member} has ${times} coupons`);
  const owed = Math.min(diary.claimed.size, COUPONS.welcome);
  if (owners.size !== owed) wrong.push(`${owners.size} members have a coupon of ${owed}`);

  let taken = 0;
  for (const [id, { code }] of diary.orders) {
    if (code === undefined) continue;
    const coupon = each.find((one) => one.code === code);
    if (coupon?.state !== "redeemed" || coupon.order !== `own/${id}`)
      wrong.push(`${code} of order ${id} is ${coupon?.state ?? "unknown"} by ${coupon?.order}`);
  }
  const redeemed = each.filter(({ state }) => state === "redeemed").length;
  const used = [...diary.orders.values()].filter(({ code }) => code !== undefined).length;
  if (redeemed !== used) wrong.push(`${redeemed} coupons redeemed, ${used} were used`);
  for (const { booking } of booked.values())
    for (const { promo, kept } of booking?.applied ?? []) if (promo === "saving") taken += kept;
  if (taken !== spent || taken !== used * SAVING.off)
    wrong.push(`${taken} fen taken off, ${spent} counted, ${used} coupons used`);
  return wrong;
}

function points({ points: balances, facts, orders: booked, coupons: all }: Books, diary: Diary) {
  const wrong: string[] = [];
  const owed = new Map<string, number>();
  const add = (member: string, by: number) => owed.set(member, (owed.get(member) ?? 0) + by);
  for (const member of diary.checkedIn) add(`telegram:${member}`, POINTS.checkIn);
  for (const { member = "?", record } of booked.values())
    add(member, Math.floor((record.account?.amount ?? 0) / POINTS.everyFen));
  for (const { coupon, member } of all.values()) if (coupon === "treat") add(member, -POINTS.treat);
  const entered = new Map<string, number>();
  for (const { kind, member = "?", data } of facts)
    if (kind === "points") entered.set(member, (entered.get(member) ?? 0) + Number(data?.by));
  for (const member of new Set([...owed.keys(), ...balances.keys(), ...entered.keys()])) {
    const [due, book] = [owed.get(member) ?? 0, balances.get(member)?.balance ?? 0];
    const ledger = entered.get(member) ?? 0;
    if (due !== book || due !== ledger || book < 0)
      wrong.push(`${member} has ${book} points, entries make ${ledger}, due are ${due}`);
  }
  return wrong;
}

function seats(
  { groups, seats: all }: Books,
  { account, inside, doors }: Evidence,
): readonly string[] {
  const wrong: string[] = [];
  const sitting = new Set(
    [...all.values()].flatMap(({ group, member, status }) =>
      status === "in" ? whomOf(account, group, member) : [],
    ),
  );
  for (const [chat, members] of inside) {
    const taken = groups.get(`${account}:${chat}`)?.taken;
    // The bot has a seat too.
    if (taken !== members.length + 1)
      wrong.push(`${chat}: ${taken} seats taken by ${members.length + 1}`);
    for (const member of members)
      if (!sitting.delete(`${chat}/${member}`)) wrong.push(`${member} has no seat in ${chat}`);
    if (!doors.includes(chat)) continue;
    if (members.length + 1 > CAPACITY) wrong.push(`${chat}: ${members.length + 1} let in`);
    const waiting = [...all.values()].filter(
      ({ group, status }) => group === `${account}:${chat}` && status === "waiting",
    );
    if (waiting.length > 0 && members.length + 1 < CAPACITY)
      wrong.push(`${chat}: ${waiting.length} wait, and there is room`);
  }
  for (const whom of sitting) wrong.push(`${whom} has a seat and is not there`);
  return wrong;
}

/** What was said against what was to be said, and against what Telegram took in. */
function texts({ rows, groups }: Books, { diary, sent, uncertain }: Evidence): Verdict {
  const repeated: string[] = [];
  const unsaid: string[] = [];
  const news: string[] = [];
  const ofText = rows.filter(({ text }) => text !== null);
  const keyOf = ({
    chat,
    text,
  }: {
    readonly chat: string | number;
    readonly text: string | null;
  }) => `${chat}/${text}`;
  const decided = tallied(ofText.map(keyOf));
  const done = tallied(ofText.filter(({ state }) => state === "sent").map(keyOf));
  const taken = tallied(sent.map(({ chat_id: chat, text }) => keyOf({ chat, text })));
  const excused = tallied(uncertain);
  for (const [key, times] of taken) {
    const owed = (done.get(key) ?? 0) + (excused.get(key) ?? 0);
    if (times > owed) repeated.push(`${key}: ${times} times, ${owed} expected`);
  }
  for (const [key, times] of done)
    if ((taken.get(key) ?? 0) < times) unsaid.push(`${key}: sent ${times} times, never taken`);
  for (const { chat, text, state, why } of ofText) {
    const excuse = state === "skipped" && why === "uncertain" && excused.has(keyOf({ chat, text }));
    if (state !== "sent" && !excuse) unsaid.push(`${chat}/${text}: ${state}, ${why}`);
  }
  for (const key of diary.asked) {
    const times = decided.get(key) ?? 0;
    if (times === 0) unsaid.push(`${key}: no answer was decided`);
    if (times > 1) repeated.push(`${key}: decided ${times} times`);
  }
  const told = new Set(ofText.flatMap(({ text }) => (/^店庆\d+$/.test(text ?? "") ? text : [])));
  for (const text of new Set([...told, ...diary.broadcasts])) {
    const where = ofText.filter((row) => row.text === text).map(({ chat }) => chat);
    if (new Set(where).size !== where.length || where.length !== groups.size)
      news.push(`${text}: for ${where.length} of ${groups.size} groups`);
    for (const { chat } of ofText.filter((row) => row.text === text))
      if ((taken.get(`${chat}/${text}`) ?? 0) > 1) news.push(`${chat}/${text} was said twice`);
  }
  return {
    "answers lost": unsaid,
    "answers repeated without an excuse": repeated,
    "broadcasts lost or said twice": news,
  };
}
