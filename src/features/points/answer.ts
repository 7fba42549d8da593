import type { Event } from "../../core/event.js";
import { foldText } from "../../core/text/fold.js";
import { localDay } from "../../core/time/local-day.js";
import { isSpent } from "../../domain/promo/spent.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { sayText } from "../../engine/say.js";
import type { Stored } from "../../store/port.js";
import { grant } from "../coupon/coupons.js";
import { answerCheckIn, isToBeAnswered } from "./check-in-answers.js";
import { available, checkIn, debtOf, entered, pointsFact, shares, together } from "./ledger.js";
import { entryLine } from "./lines.js";
import type { PointsEntry, PointsRecord } from "./records.js";
import type { PointsRules } from "./rules.js";
import { OWED, tell } from "./tell.js";
import { text } from "./texts.js";

/** A member checks in, asks about points or spends them. */
export function answerPoints(decision: Decision, event: Event): boolean {
  const { compiled, loaded, paused } = decision.context;
  const rules = compiled.playbook.points;
  if (event.kind !== "message" || paused || !rules || !loaded.points) return false;
  const { ask } = loaded.points;
  if (ask.kind === "check_in") return rules.check_in ? checkedIn(decision, rules.check_in) : false;
  if (ask.kind === "exchange") exchange(decision, rules, ask.coupon);
  else if (ask.kind === "board") sayText(decision, board(decision));
  else tell(decision, told(decision, ask.kind));
  return true;
}

function checkedIn(decision: Decision, rule: NonNullable<PointsRules["check_in"]>): boolean {
  const { now, compiled } = decision.context;
  const day = localDay(now, compiled.playbook.timezone);
  const record = recordOf(decision);
  // Once a day for a person, on whichever account.
  const isFirst = othersOf(decision).every(({ value }) => (value.checkedIn ?? "") < day);
  const got = isFirst ? checkIn(record, day, rule) : undefined;
  if (got) {
    const { by, streak } = got;
    enter(decision, { at: now, by, why: "check_in" }, { checkedIn: day, streak });
    const all = allOf(decision, by);
    answerCheckIn(decision, { by, streak, balance: available(all), debt: debtOf(all) });
  } else if (record?.toldAgain !== day && !isToBeAnswered(decision)) {
    // Once a day: who types it all the time has the group's voice otherwise.
    put(decision, { balance: 0, recent: [], ...record, toldAgain: day });
    const all = allOf(decision);
    answerCheckIn(decision, { by: 0, streak: 0, balance: available(all), debt: debtOf(all) });
  }
  return true;
}

function exchange(decision: Decision, rules: PointsRules, typed: string): void {
  const { compiled, loaded, now } = decision.context;
  const { playbook, promos } = compiled;
  const { locale } = playbook;
  const points = available(allOf(decision));
  const id = Object.keys(rules.exchange).find((one) => foldText(one) === foldText(typed));
  const cost = id === undefined ? undefined : rules.exchange[id];
  if (id === undefined || cost === undefined) {
    tell(decision, offered(decision, rules));
    return;
  }
  if (points < cost) {
    tell(decision, text(locale, "too-few", { coupon: id, cost, points }));
    return;
  }
  if (isOver(decision, id)) {
    tell(decision, text(locale, "over", { coupon: id }));
    return;
  }
  const spent = isSpent(promos, promos.coupons.get(id), loaded.coupons?.counters ?? {});
  if (spent || !grant(decision, id)) {
    tell(decision, text(locale, "none-left", { coupon: id }));
    return;
  }
  const { code, until } = decision.words.coupon as { code: string; until: string };
  const others = othersOf(decision);
  const [own = 0, ...theirs] = shares(cost, [
    recordOf(decision),
    ...others.map((one) => one.value),
  ]);
  const entry = { at: now, why: "exchange", of: id, code } as const;
  if (own > 0) enter(decision, { ...entry, by: -own });
  others.forEach((other, n) => {
    const by = theirs[n] ?? 0;
    if (by > 0) enterOther(decision, other, { ...entry, by: -by });
  });
  decision.words = {};
  const params = { coupon: id, cost, code, until, balance: available(allOf(decision, -cost)) };
  tell(decision, text(locale, "exchanged", params), OWED);
}

/** Whether the promo that a coupon opens has ended: nobody could use it. */
function isOver({ context: { compiled, now } }: Decision, coupon: string): boolean {
  const promo = compiled.promos.coupons.get(coupon) ?? "";
  const end = compiled.promos.byId.get(promo)?.promo.window?.to;
  return end !== undefined && Date.parse(end) <= now;
}

/** What there is for points, and what it costs. */
function offered(decision: Decision, { exchange: costs }: PointsRules): string {
  const { locale } = decision.context.compiled.playbook;
  const lines = Object.entries(costs).map(([coupon, cost]) =>
    text(locale, "offer", { coupon, cost }),
  );
  if (lines.length === 0) return text(locale, "no-offers");
  const points = available(allOf(decision));
  return [text(locale, "offers", { points }), ...lines].join("\n");
}

function told(decision: Decision, kind: "balance" | "history"): string {
  const { locale, timezone: zone } = decision.context.compiled.playbook;
  if (kind === "balance") {
    const all = allOf(decision);
    const debt = debtOf(all);
    return debt > 0
      ? text(locale, "balance-debt", { debt })
      : text(locale, "balance", { points: available(all) });
  }
  const lines = (recordOf(decision)?.recent ?? [])
    .slice(-5)
    .map((one) => entryLine(one, { locale, zone }));
  return lines.length > 0
    ? [text(locale, "entries"), ...lines.reverse()].join("\n")
    : text(locale, "no-entries");
}

function board({ context: { compiled, loaded } }: Decision): string {
  const { locale } = compiled.playbook;
  const lines = (loaded.points?.board ?? []).map(({ name, points }, index) =>
    text(locale, "board-line", { n: index + 1, name, points }),
  );
  return lines.length > 0 ? [text(locale, "board"), ...lines].join("\n") : text(locale, "no-board");
}

const othersOf = ({ context }: Decision): readonly Stored<"points">[] =>
  context.loaded.points?.others ?? [];

/** The points of all accounts of the decision's member, and what it adds to them. */
function allOf(decision: Decision, by = 0): PointsRecord {
  const all = together([recordOf(decision), ...othersOf(decision).map(({ value }) => value)]);
  return { ...all, balance: all.balance + by };
}

/** As `enter`, on another account of theirs. */
function enterOther(decision: Decision, other: Stored<"points">, entry: PointsEntry): void {
  const { key, value, rev } = other;
  const { compiled, groupId: group } = decision.context;
  decision.changes.push({ op: "put", kind: "points", key, value: entered(value, entry), rev });
  const zone = compiled.playbook.timezone;
  decision.facts.push({
    ...pointsFact(entry, { member: key, group, zone }),
    version: decision.compiled.version,
  });
}

const recordOf = ({ context }: Decision): PointsRecord | undefined =>
  context.loaded.points?.record?.value;

/** Writes an entry: into the member's record and into the ledger, both or neither. */
function enter(
  decision: Decision,
  entry: PointsEntry,
  also: Partial<PointsRecord> = {},
): PointsRecord {
  const { compiled, groupId: group, memberId: member = "" } = decision.context;
  const after = { ...entered(recordOf(decision), entry), ...also };
  put(decision, after);
  const { data } = pointsFact(entry, { member, group, zone: compiled.playbook.timezone });
  addFact(decision, "points", data);
  return after;
}

function put(decision: Decision, value: PointsRecord): void {
  const { memberId: key = "", loaded } = decision.context;
  const rev = loaded.points?.record?.rev ?? 0;
  decision.changes.push({ op: "put", kind: "points", key, value, rev });
}
