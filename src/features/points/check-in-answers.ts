import type { Lang } from "../../core/i18n.js";
import { ANSWER_LIVES_MS } from "../../domain/guard/turn.js";
import { cleanName } from "../../domain/persona/speak.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext } from "../../engine/context.js";
import { closeDecision, type Decision, openDecision } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { sayText } from "../../engine/say.js";
import { ANSWER } from "../../engine/turns.js";
import type { Change } from "../../store/port.js";
import type { CheckedIn, CheckIns } from "./records.js";
import { OWED, tell } from "./tell.js";
import { text } from "./texts.js";

/** For so long after an answer to a check-in those to the next ones are gathered in a group. */
const GATHERED_MS = 10_000;
/** As many are named in one message. */
const NAMED = 30;
const TO_MANY = { ...ANSWER, toMany: true };

/** Check-ins are answered where they are said. */
export const checkInsKey = (group: string, topic: string | undefined): string =>
  topic === undefined ? group : `${group}/${topic}`;

/** Whether the decision's member has checked in and is to hear of it with others. */
export function isToBeAnswered({ context: { loaded, memberId } }: Decision): boolean {
  const waiting = loaded.points?.checkIns?.value.waiting ?? [];
  return waiting.some(({ member }) => member === memberId);
}

/**
 * Answers the check-in of the decision's member: at once where no other was answered just now, else in one
 * message with those who come next. What waits is written with the points, so neither is lost without the other.
 */
export function answerCheckIn(
  decision: Decision,
  got: Pick<CheckedIn, "by" | "streak" | "balance" | "debt">,
): void {
  const { now, memberId: member = "", compiled, loaded, replyTo } = decision.context;
  const one: CheckedIn = { at: now, member, name: cleanName(decision.member?.name ?? ""), ...got };
  const before = loaded.points?.checkIns?.value;
  const waiting = [...(before?.waiting ?? []), one];
  // A clock that was put back lets nobody wait for longer.
  const said = Math.min(before?.said ?? Number.NEGATIVE_INFINITY, now);
  const isAlone = waiting.length === 1 && said + GATHERED_MS <= now;
  if (replyTo || isAlone)
    tell(decision, toldAlone(compiled.playbook.locale, one), got.by > 0 ? OWED : ANSWER);
  else if (waiting.length < NAMED) {
    keep(decision, { said, waiting }, said + GATHERED_MS);
    return;
  } else sayTogether(decision, waiting);
  if (!replyTo) keep(decision, { said: now, waiting: [] });
}

function keep(decision: Decision, what: Pick<CheckIns, "said" | "waiting">, due?: number): void {
  const { groupId: group, loaded } = decision.context;
  const { topic } = decision;
  const value = { group, ...(topic === undefined ? {} : { topic }), ...what };
  const put = { op: "put", kind: "check-ins", key: checkInsKey(group, topic), value } as const;
  const rev = loaded.points?.checkIns?.rev ?? 0;
  decision.changes.push({ ...put, rev, ...(due === undefined ? {} : { due }) });
}

/** Says to a group who checked in since the last answer, when it is time. */
export async function sayCheckIns(deps: Deps, { client, key }: Due<"check-ins">): Promise<void> {
  const { store, clock } = deps;
  await commitWithRetry(store, async (spent) => {
    const now = clock.now();
    const stored = await store.get(client, "check-ins", key);
    if (stored?.due === undefined) return undefined;
    const { value, rev } = stored;
    const changes: readonly Change[] = [
      { op: "put", kind: "check-ins", key, rev, value: { ...value, said: now, waiting: [] } },
    ];
    const of = { client, groupId: value.group, now, seed: `check-ins:${key}:${rev}`, spent };
    const context = await loadContext(deps, of);
    if (!context) return { client, changes, outbox: [], facts: [] };
    const decision = openDecision(context);
    decision.topic = value.topic;
    decision.changes.push(...changes);
    sayTogether(decision, value.waiting);
    return closeDecision(decision);
  });
}

/** One message for all but those who checked in so long ago that no answer waits for it. */
function sayTogether(decision: Decision, all: readonly CheckedIn[]): void {
  const { now, compiled } = decision.context;
  const { locale } = compiled.playbook;
  const waiting = all.filter(({ at }) => now - at < ANSWER_LIVES_MS);
  const [one, ...more] = waiting;
  if (!one) return;
  const said =
    more.length === 0
      ? text(locale, "to", { name: one.name, said: toldAlone(locale, one) })
      : toldTogether(locale, waiting);
  sayText(decision, said, TO_MANY);
}

function toldAlone(locale: Lang, { by, streak, balance, debt }: CheckedIn): string {
  if (by === 0) return text(locale, "checked-in-before", { balance });
  return text(locale, debt > 0 ? "checked-in-debt" : "checked-in", { by, streak, balance, debt });
}

function toldTogether(locale: Lang, all: readonly CheckedIn[]): string {
  const list = (some: readonly string[]) => some.join(text(locale, "between"));
  const got = all.filter(({ by }) => by > 0);
  const had = all.filter(({ by }) => by === 0);
  return text(locale, "checked-in-together", {
    got: got.length,
    list: list(
      got.map(({ name, by, streak }) => text(locale, "checked-in-each", { name, by, streak })),
    ),
    had: had.length,
    before: list(had.map(({ name }) => name)),
  });
}
