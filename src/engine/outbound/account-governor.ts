import type { Instant } from "../../core/event.js";
import type { Act, LedgerEntry } from "../../core/ledger-entry.js";
import type { Next } from "../../domain/governor/account-ledger.js";
import { type Breaker, openUntil } from "../../domain/governor/breaker.js";
import type { BreakerRules, Most } from "../../domain/governor/limits.js";
import type { LookUp } from "../../domain/governor/look-up.js";
import { type PlannedTime, planAhead } from "../../domain/governor/plan.js";
import { type Why, whyCode } from "../../domain/governor/why.js";
import type { Rank } from "../../store/port.js";
import { type AccountStanding, standingOf } from "./account-standing.js";
import { type AccountState, createAccountState, type StateDeps } from "./account-state.js";
import { actOf } from "./act.js";
import { unaskedFrom } from "./unasked.js";

/** An act that may not be done yet. */
export type MustWait = { readonly until: Instant; readonly why: Why };

/** The room that an act has taken. */
export type Taken = { readonly entry: LedgerEntry; readonly takeBack: () => void };

/** Decides what an account may do, over days: what the gate is within a second. */
export type AccountGovernor = {
  readonly account: string;
  /** In how many groups the same unasked text may be said, within how long. */
  readonly sameText: Most | undefined;
  /** Of which ranks rows may leave now. What waits for long is put off. */
  readonly openRanks: () => Promise<readonly Rank[]>;
  /** Takes the room for an act. */
  readonly take: (act: Act) => Promise<Taken | MustWait>;
  /** Takes the room to look something up and enters it. @returns when there will be some; undefined when it may be done */
  readonly lookUp: (of: Wanted) => Promise<Instant | undefined>;
  /** When unasked acts will be done that are to be done from these instants on, after all that waits already. */
  readonly plan: (acts: readonly { readonly act: Act; readonly from: Instant }[]) => Promise<Plan>;
  /** For a client, whose nights and limits are its own. */
  readonly standing: (client: string) => Promise<AccountStanding>;
  /** The breaker, with what to reckon with it. */
  readonly breaker: () => Promise<BreakerNow>;
};

/** What is to be looked up; for members unless said. */
type Wanted = Pick<Act, "chat"> & Partial<Pick<Act, "for" | "client">> & { readonly kind: LookUp };

type Plan = {
  /** Of each act. */
  readonly times: readonly PlannedTime[];
  /** So many answers wait and go before the last of them. */
  readonly ahead: number;
};

export type BreakerNow = {
  readonly value: Breaker;
  /** At which revision it was read; 0 when it isn't there. */
  readonly rev: number;
  readonly rules: BreakerRules;
  /** Now, by the ledger's clock. */
  readonly at: Instant;
  /** An instant of the ledger's clock by the machine's. */
  readonly wall: (at: Instant) => Instant;
};

export type AccountGovernorDeps = StateDeps & {
  /** Where a client is: its nights are quiet. */
  readonly zoneOf: (client: string) => string;
};

/** Shorter than this nobody is put off: it is over before anybody has looked. */
const SHORT_MS = 60_000;
/** What waits for long is looked at again meanwhile: an operator may have closed the breaker. */
const LOOK_AGAIN_MS = 10 * 60_000;
/** Rows that are put off one by one are looked at again after so long. */
const LONG_MS = 60 * 60_000;
const PUT_OFF_EVERY_MS = 5_000;
/** So many rows that wait are looked at to plan; of more nobody can say when. */
const PLANNED = 3_000;

/** Of what is said to members who asked, and of what nobody asked for. */
const ASKED = [1, 2, 3, 4] as const satisfies readonly Rank[];
const UNASKED = 5 satisfies Rank;

/** Any message, whatever it says and wherever. */
const anybody = (served: Act["for"]): Act => ({ kind: "message", for: served, client: "" });

export function createAccountGovernor(deps: AccountGovernorDeps): AccountGovernor {
  const { store, clock, platform, limits, zoneOf } = deps;
  const { account } = platform;
  const look = createAccountState(deps);
  /** Until when what nobody asked for waits in a chat, so that nothing overtakes it there; by the ledger's clock. */
  const waitsIn = new Map<string, Instant>();
  let putOffAt = Number.NEGATIVE_INFINITY;

  const wall = ({ at }: AccountState, then: Instant): Instant => clock.now() + then - at;
  const calm = (act: Act, at: Instant): Instant =>
    act.for === "nobody"
      ? unaskedFrom({
          quiet: limits.quiet,
          zone: zoneOf(act.client),
          limits: {},
          group: [],
          now: at,
        })
      : at;

  /** When an act may be done, by the ledger's clock. */
  function nextOf(state: AccountState, act: Act): Next {
    const { at, breaker, ledger } = state;
    const silentUntil = openUntil(breaker, at);
    if (silentUntil !== undefined && act.for !== "operators")
      return { at: silentUntil, why: { of: "breaker" } };
    const now = clock.now();
    const morning = calm(act, now);
    if (morning > now) return { at: at + morning - now, why: { of: "quiet" } };
    const before = act.for === "nobody" ? waitsIn.get(act.chat ?? "") : undefined;
    if (before !== undefined && before > at) return { at: before, why: { of: "order" } };
    return ledger.next(act, at);
  }

  async function take(act: Act): Promise<Taken | MustWait> {
    const state = await look();
    const { at, why } = nextOf(state, act);
    if (why) {
      if (act.for === "nobody" && act.chat !== undefined) waitsIn.set(act.chat, at);
      return { until: Math.min(wall(state, at), clock.now() + LONG_MS), why };
    }
    for (const [chat, until] of waitsIn) if (until <= state.at) waitsIn.delete(chat);
    const entry = { ...act, at: state.at };
    state.enter(entry);
    return { entry, takeBack: () => state.takeBack(entry) };
  }

  type Off = { readonly ranks: readonly Rank[]; readonly next: Next };
  async function putOff(state: AccountState, offs: readonly Off[]): Promise<void> {
    const monotonic = clock.monotonic();
    if (monotonic - putOffAt < PUT_OFF_EVERY_MS) return;
    for (const { ranks, next } of offs) {
      const now = clock.now();
      const until = Math.min(wall(state, next.at), now + LOOK_AGAIN_MS);
      if (!next.why || until - now < SHORT_MS) continue;
      putOffAt = monotonic;
      await store.putOff({ account, ranks, now, until, why: whyCode(next.why) });
    }
  }

  return {
    account,
    sameText: limits.sameText,
    take,
    async openRanks() {
      const state = await look();
      const members = nextOf(state, anybody("members"));
      const isSilent = members.why?.of === "breaker";
      // Whose nights are quiet is asked row by row.
      const nobody = isSilent ? members : state.ledger.next(anybody("nobody"), state.at);
      const offs: readonly Off[] = [
        { ranks: [0], next: nextOf(state, anybody("operators")) },
        { ranks: ASKED, next: members },
        { ranks: [UNASKED], next: nobody },
      ];
      await putOff(state, offs.slice(1));
      return offs.flatMap(({ ranks, next }) => (next.why ? [] : ranks));
    },
    async lookUp(wanted) {
      const taken = await take({ for: "members", client: "", ...wanted });
      if ("until" in taken) return taken.until;
      await store.enter(account, taken.entry);
      return undefined;
    },
    async plan(acts) {
      const state = await look();
      const { breaker, ledger } = state;
      const ledgerTime = (then: Instant) => state.at + Math.max(0, then - clock.now());
      const earliest = openUntil(breaker, state.at) ?? state.at;
      const waiting = (await store.waiting(account, PLANNED)).map(({ kind, to, text, ...row }) => ({
        act: actOf({ ...row, action: { kind, to, ...(text === undefined ? {} : { text }) } }),
        ...{ from: row.due, until: row.expires, rank: row.rank },
      }));
      const wished = acts.map((one) => ({ ...one, until: undefined, rank: UNASKED }));
      const planned = [...waiting, ...wished].map(({ act, from, until, rank }) => ({
        ...{ act, rank, until: until === undefined ? until : ledgerTime(until) },
        from: Math.max(act.for === "operators" ? state.at : earliest, ledgerTime(from)),
      }));
      const times = planAhead(ledger, planned, (act, at) => {
        const then = wall(state, at);
        return at + calm(act, then) - then;
      });
      const its = times.slice(waiting.length);
      const last = Math.max(...its.map(({ at }) => at));
      const answers = waiting.filter(
        ({ rank }, n) => rank < UNASKED && (times[n]?.at ?? last) < last,
      );
      return {
        times: its.map(({ at, why }) => ({ at: wall(state, at), why })),
        ahead: answers.length,
      };
    },
    async breaker() {
      const state = await look();
      const { breaker: value, breakerRev: rev, at } = state;
      return { value, rev, at, rules: limits.breaker, wall: (then) => wall(state, then) };
    },
    async standing(client) {
      const state = await look();
      const of = (served: Act["for"]) => {
        const { at, why } = nextOf(state, { ...anybody(served), client });
        return why && { until: wall(state, at), why };
      };
      const waiting = await store.waiting(account, PLANNED);
      return standingOf({
        ...{ account, limits, state, waiting, wall: (at: Instant) => wall(state, at) },
        ...{ members: of("members"), nobody: of("nobody") },
      });
    },
  };
}
