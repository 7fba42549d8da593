import { isValid, type Reading, type Watched, watch } from "../../../src/store/mongo/lease.js";
import { LOOKS } from "../../../src/store/sharing.js";

/** What becomes of some processes that want one piece of work; all times are those of the one true clock. */
export type Fate = {
  readonly seed: number;
  readonly processes: readonly {
    readonly starts: number;
    /** How fast its even milliseconds go. */
    readonly rate: number;
    readonly pauses: readonly { readonly from: number; readonly for: number }[];
    /** Its time of day is set. */
    readonly jumps: readonly { readonly at: number; readonly by: number }[];
  }[];
  /** Which part of the answers nobody hears. */
  readonly lost: number;
  /** How long a question or an answer is under way at most. */
  readonly slowestMs: number;
  readonly ends: number;
  readonly killsHolderAt?: number;
};

/** The database: every question is answered at one moment. */
type Board = { readonly beats: Map<string, number>; owner: string | undefined };

/**
 * Plays membership and the taking of one piece of work over a database that answers late or not at all.
 * @returns who believed at once to have it, who was put out, and how long after the kill somebody followed
 */
export function played(fate: Fate, leaseMs: number) {
  const events: { readonly at: number; readonly n: number; readonly run: (t: number) => void }[] =
    [];
  const board: Board = { beats: new Map(), owner: undefined };
  const random = randomOf(fate.seed);
  const putOut: string[] = [];
  const twoAtOnce: string[] = [];
  let killedAt: number | undefined;
  let followedAfter = Number.POSITIVE_INFINITY;
  let count = 0;
  const at = (time: number, run: (t: number) => void) => events.push({ at: time, n: count++, run });

  const all = fate.processes.map((how, n) => {
    const id = `p${n}`;
    let dead = false;
    let out = false;
    let has = false;
    let renewed: Reading | undefined;
    let watched: Watched = new Map();
    const read = (t: number): Reading => ({
      monotonic: 1_000 * n + how.rate * t,
      wall: t + how.jumps.reduce((sum, jump) => sum + (jump.at <= t ? jump.by : 0), 0),
    });
    /** When it goes on, if it stands still then. */
    const awake = (time: number): number =>
      how.pauses.reduce(
        (t, pause) => (t >= pause.from && t < pause.from + pause.for ? pause.from + pause.for : t),
        time,
      );
    const later = (time: number, run: (t: number) => void) =>
      at(awake(time), (t) => {
        if (!dead) run(t);
      });
    function ask<T>(t: number, answer: () => T, heard: (told: T, t: number) => void): void {
      at(t + random() * fate.slowestMs, (there) => {
        const told = answer();
        if (random() < fate.lost) return;
        later(there + random() * fate.slowestMs, (back) => heard(told, back));
      });
    }
    const one = {
      id,
      isHolder: (t: number) => !dead && !out && has && isValid(renewed, read(t), leaseMs),
      kill: () => {
        dead = true;
      },
    };
    /** Whoever begins to believe must be alone with it; belief fades by itself. */
    function believes(t: number): void {
      if (!one.isHolder(t)) return;
      for (const other of all)
        if (other !== one && other.isHolder(t)) twoAtOnce.push(`${id} and ${other.id} at ${t}`);
      if (killedAt !== undefined) followedAfter = Math.min(followedAfter, t - killedAt);
    }
    function renew(t: number): void {
      later(t + leaseMs / LOOKS / how.rate, renew);
      const sent = read(t);
      const raise = () => {
        const beat = board.beats.get(id);
        if (beat !== undefined) board.beats.set(id, beat + 1);
        return beat !== undefined;
      };
      ask(t, raise, (done, back) => {
        if (done) renewed = sent;
        else out = true;
        believes(back);
      });
    }
    function look(t: number): void {
      if (out) return;
      later(t + leaseMs / LOOKS / how.rate, look);
      const beats = () => [...board.beats].map(([other, beat]) => ({ id: other, beat, leaseMs }));
      ask(t, beats, (told, back) => {
        const now = read(back).monotonic;
        const others = told.filter((other) => other.id !== id);
        const looked = watch(watched, others, { now, ownLeaseMs: leaseMs });
        watched = looked.watched;
        for (const { id: other, beat } of looked.lapsed)
          ask(
            back,
            () => {
              if (board.beats.get(other) !== beat) return;
              board.beats.delete(other);
              putOut.push(other);
            },
            () => {},
          );
        take(back);
      });
    }
    function take(t: number): void {
      const isFree = () => board.owner === undefined || !board.beats.has(board.owner);
      ask(
        t,
        () => ({ isFree: isFree(), owner: board.owner }),
        (seen, back) => {
          if (!seen.isFree || has) return;
          const swap = () => {
            if (board.owner !== seen.owner) return board.owner === id;
            board.owner = id;
            return true;
          };
          ask(back, swap, (mine, then) => {
            has ||= mine;
            believes(then);
          });
        },
      );
    }
    function join(t: number): void {
      const sent = read(t);
      const enter = () => void (board.beats.has(id) || board.beats.set(id, 0));
      ask(t, enter, (_done, back) => {
        renewed = sent;
        renew(back);
        look(back);
      });
    }
    later(how.starts, join);
    return one;
  });
  if (fate.killsHolderAt !== undefined)
    at(fate.killsHolderAt, (t) => {
      const holder = all.find((one) => one.isHolder(t));
      holder?.kill();
      if (holder) killedAt = t;
    });
  while (events.length > 0) {
    const next = events.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.n < a.n) ? b : a));
    events.splice(events.indexOf(next), 1);
    if (next.at > fate.ends) break;
    next.run(next.at);
  }
  return { twoAtOnce, putOut, followedAfter };
}

/** A stream of numbers from 0 to 1 that a seed makes (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
