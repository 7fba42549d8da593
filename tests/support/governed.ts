import type { Action, Receipt } from "../../src/core/action.js";
import type { Event } from "../../src/core/event.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { type AccountLimits, limitsOf } from "../../src/domain/governor/limits.js";
import type { OwnLimits } from "../../src/domain/governor/rules.js";
import { createAccountGovernor } from "../../src/engine/outbound/account-governor.js";
import { createDispatcher } from "../../src/engine/outbound/dispatcher.js";
import type { Platform } from "../../src/platform/port.js";
import type { NewRow, Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { row } from "../store/samples.js";
import { tally } from "./tally.js";

const MINUTE = 60_000;
/** A Tuesday morning. */
export const MORNING = Date.parse("2026-11-24T10:00:00+08:00");
/** What WeChat may do, by its own file. */
export const wechat = limitsOf("wechat") as AccountLimits;
/** As WeChat's in form, and so small that an hour meets all of them. */
export const tight: AccountLimits = {
  ...wechat,
  acts: [
    { most: 8, withinMs: MINUTE },
    { most: 40, withinMs: 20 * MINUTE },
  ],
  kinds: { image: [{ most: 4, withinMs: 10 * MINUTE }] },
  unasked: [{ most: 20, withinMs: 20 * MINUTE }],
  sameText: { most: 3, withinMs: 10 * MINUTE },
  perGroup: { most: 3, withinMs: 20 * MINUTE },
  quiet: undefined,
  warmUp: [],
};

type Options = {
  readonly store?: Store;
  readonly limits?: AccountLimits;
  readonly own?: Readonly<Record<string, OwnLimits>>;
  readonly clock?: ReturnType<typeof createManualClock>;
  readonly self?: string;
  /** What comes of each action; without it, it is sent. */
  readonly perform?: (action: Action, n: number) => Promise<Receipt>;
};
/** What left, and how much time had passed by then. */
type Left = { readonly action: Action; readonly after: number };

/** A dispatcher whose account is governed, on a clock that is moved by hand. */
export async function openGoverned(options: Options = {}) {
  const { limits = tight, own = {}, self = "wxid_bot" } = options;
  const clock = options.clock ?? createManualClock(MORNING);
  const store = options.store ?? (await openSqliteStore(":memory:", tally));
  const left: Left[] = [];
  const learned: Event[] = [];
  const bugs: unknown[] = [];
  const platform: Platform = {
    ...{ id: "wechat", account: "wechat", capabilities: new Set(["send_text", "send_image"]) },
    self: { id: self },
    start: async () => {},
    perform: async (action) => {
      left.push({ action, after: clock.monotonic() });
      return options.perform?.(action, left.length) ?? {};
    },
    count: async () => 2,
    health: () => ({ ok: true, notes: [] }),
    stop: async () => {},
  };
  let version = 0;
  let ownNow = own;
  const governor = createAccountGovernor({
    ...{ store, clock, platform, limits, zoneOf: () => "Asia/Shanghai" },
    own: () => ({ limits: new Map(Object.entries(ownNow)), version: String(version) }),
  });
  const dispatcher = createDispatcher({
    ...{ store, clock, platform, accountGovernor: governor },
    learn: async (events) => void learned.push(...events),
    hold: async () => undefined,
    dayOf: async () => "2026-11-24",
    onBug: (_row, error) => void bugs.push(error),
    retry: (work) => work(),
  });
  let n = 0;
  return {
    ...{ store, clock, governor, left, learned, bugs },
    /** Puts a row into the outbox, due now. */
    async add(chat: string, over: Partial<NewRow> & { readonly text?: string } = {}) {
      const { text, ...rest } = over;
      n += 1;
      const key = rest.key ?? `${clock.monotonic()}:${n}`;
      const now = clock.now();
      const action: Action = {
        ...{ kind: "send_text", text: text ?? key },
        to: { platform: "wechat", chat, direct: false },
      };
      const times = { made: now, due: now, expires: now + 90 * 86_400_000 };
      const outbox = [row(key, chat, { account: "wechat", action, ...times, ...rest })];
      await store.commit({ client: "tea", changes: [], facts: [], outbox });
    },
    /** Begins to send what may leave now. @returns how many */
    begin: () => dispatcher.pump(),
    /** Sends what may leave now. */
    async pump() {
      for (let round = 0; round < 200; round++) {
        const sent = await dispatcher.pump();
        await dispatcher.idle();
        if (sent === 0) return;
      }
    },
    /** Lets time pass, a step after the other. */
    async pass(ms: number, stepMs = 1_000) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        clock.set(clock.now() + stepMs);
        await this.pump();
      }
    },
    /** The client's playbook is another one from now on. */
    reload(limitsOfClients: Readonly<Record<string, OwnLimits>>) {
      ownNow = limitsOfClients;
      version += 1;
    },
    said: () => left.map(({ action }) => (action.kind === "send_text" ? action.text : action.kind)),
  };
}
