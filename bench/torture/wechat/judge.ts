import { type AccountLimits, limitsOf, type Most } from "../../../src/domain/governor/limits.js";
import { TIMINGS } from "../../../src/platform/wechat/timings.js";
import type { Made } from "../../../tests/support/fake-wechat/faults.js";
import type { Sent } from "../../../tests/support/fake-wechat/state.js";
import { quantile } from "../../statistics.js";
import { atMost, type Target } from "../trial.js";

/**
 * The governor counts what leaves, the fake what comes, and no act is longer on its way than its call is waited for:
 * in a stretch that is so much shorter no more may come in than may leave in the whole one.
 */
const ON_THE_WAY_MS = TIMINGS.callMs;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a puppet is asked that is looked up; what was said comes with its message. */
const LOOK_UPS: ReadonlySet<string> = new Set([
  ...["roomMemberList", "roomMemberRawPayload", "contactRawPayload"],
  ...["roomList", "roomRawPayload", "messageImage"],
]);

/** The most of these instants that lie in one stretch of so long. */
function mostWithin(times: readonly number[], withinMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let from = 0;
  let most = 0;
  for (const [n, at] of sorted.entries()) {
    while ((sorted[from] ?? at) <= at - withinMs) from += 1;
    most = Math.max(most, n - from + 1);
  }
  return most;
}

const nameOf = (withinMs: number): string =>
  new Map([
    [MINUTE_MS, "minute"],
    [HOUR_MS, "hour"],
    [24 * HOUR_MS, "day"],
  ]).get(withinMs) ?? `${withinMs} ms`;

/** What the fake took in, held against what docs/governor.md says an account does at most. */
export function heldAgainstLimits(
  sent: readonly Sent[],
  calls: readonly Made[],
  isUnasked: (text: string) => boolean,
) {
  const limits = limitsOf("wechat") as AccountLimits;
  const acts = sent.map(({ at }) => at);
  const gaps = acts.slice(1).map((at, n) => at - (acts[n] ?? at));
  const unasked = sent.filter(({ text }) => isUnasked(text));
  const looks = calls.filter(({ method }) => LOOK_UPS.has(method)).map(({ at }) => at);
  const chats = [...new Set(unasked.map(({ to }) => to))];
  const texts = [...new Set(unasked.map(({ text }) => text))];
  const whenOf = (list: readonly Sent[]) => list.map(({ at }) => at);
  const held = (what: string, times: readonly number[], { most, withinMs }: Most): Target =>
    atMost(`${what} in any ${nameOf(withinMs)}`, mostWithin(times, withinMs - ON_THE_WAY_MS), most);
  /** Each of several kinds by itself: the one with most. */
  const eachHeld = (what: string, kinds: readonly (readonly number[])[], most: Most): Target =>
    kinds
      .map((times) => held(what, times, most))
      .reduce((a, b) => (Number(b.value) > Number(a.value) ? b : a), held(what, [], most));
  const perHour = limits.acts.find(({ withinMs }) => withinMs === HOUR_MS)?.most ?? Number.NaN;
  return {
    figures: {
      acts: acts.length,
      unasked: unasked.length,
      gap_p50_ms: quantile(gaps, 0.5),
      gap_p1_ms: quantile(gaps, 0.01),
      look_ups: looks.length,
    },
    /** How much of the hour's acts the busiest hour has used, in percent. */
    usedOfHour: Math.floor((100 * mostWithin(acts, HOUR_MS)) / perHour),
    targets: [
      ...limits.acts.map((most) => held("messages and effects", acts, most)),
      ...limits.unasked.map((most) => held("unasked messages", whenOf(unasked), most)),
      ...(limits.perGroup
        ? [
            eachHeld(
              "unasked messages of one group",
              chats.map((chat) => whenOf(unasked.filter(({ to }) => to === chat))),
              limits.perGroup,
            ),
          ]
        : []),
      ...(limits.sameText
        ? [
            eachHeld(
              "groups with the same text",
              texts.map((text) => whenOf(unasked.filter((one) => one.text === text))),
              limits.sameText,
            ),
          ]
        : []),
      ...limits.reads.most.map((most) => held("look-ups", looks, most)),
    ],
  };
}
