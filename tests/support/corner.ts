import { createRuntime } from "../../src/app/runtime.js";
import { accountId } from "../../src/core/account-id.js";
import type { Event, Place } from "../../src/core/event.js";
import { createManualClock } from "../../src/core/time/clock.js";
import type { AccountLimits } from "../../src/domain/governor/limits.js";
import type { OrderNotice } from "../../src/domain/order/order.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";
import { createSandbox, type Heard, type Sandbox } from "../../src/platform/sandbox/platform.js";
import { checkFiles } from "../../src/playbook/check/check.js";
import { noEnv } from "../../src/playbook/read/env.js";
import { type PlaybookVersion, versionsOf } from "../../src/playbook/versions/version.js";
import type { Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "./tally.js";
import { readEdition } from "./tea.js";

/** A brand without anything but its groups: what a test is about, it writes itself. */
export type Brand = {
  readonly client?: string;
  /** Sections of the playbook, in place of those that every brand has. */
  readonly sections?: Readonly<Record<string, unknown>>;
  /** What its persona says, by the line's name. */
  readonly lines?: Readonly<Record<string, string | readonly string[]>>;
  /** More of its persona. */
  readonly persona?: Readonly<Record<string, unknown>>;
};
type Options = {
  readonly brands?: readonly Brand[];
  /** When it opens. */
  readonly at?: number;
  /** One that another process left behind. */
  readonly store?: Store;
  /** Makes another platform of the sandbox. */
  readonly adapt?: (sandbox: Sandbox) => Sandbox;
  /** Names of further accounts beside the first. */
  readonly accounts?: readonly string[];
  /** What its accounts may do; without it nothing limits them. */
  readonly limits?: AccountLimits;
  /** The version of the program. */
  readonly program?: string | undefined;
  /** The owner of the installation. */
  readonly owner?: string;
};
export type Corner = Awaited<ReturnType<typeof openCorner>>;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Tuesday morning. */
export const OPENED = Date.parse("2026-11-24T10:00:00+08:00");
/** The client of a corner with one brand. */
export const CLIENT = "corner";

const closers: (() => Promise<unknown>)[] = [];

/** Closes every corner that was opened; for `afterEach`. */
export async function closeCorners(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** A pool of two chats, named after the client. */
export function poolOf(client: string, more: readonly string[] = []) {
  const chat = (name: string) => [name, { platform: "sandbox", chat: name, pool: "street" }];
  const names = [client, `${client}-2`, ...more];
  return {
    pools: { street: { title: "street {{ n }}" } },
    chats: Object.fromEntries(names.map(chat)),
  };
}

function filesOf({ client = CLIENT, sections = {}, lines = {}, persona = {} }: Brand) {
  const playbook = {
    ...{ version: 1, client, brand: client, timezone: "Asia/Shanghai", currency: "CNY" },
    ...{ locale: "en", persona: `${client}-voice`, groups: poolOf(client) },
    operators: { boss: { sandbox: `${client}-boss`, role: "owner" } },
    opt_out: { words: ["TD"], say: "bye" },
    ...sections,
  };
  const voice = {
    ...{ version: 1, id: `${client}-voice`, name: "Ada", kind: "person" },
    // At once, so that a test knows when something is said.
    pacing: { min: "0s", max: "0s" },
    ...persona,
    lines: { bye: "bye", ...lines },
  };
  return [playbook, voice].map((value, n) => ({
    path: `${client}-${n}.yaml`,
    text: JSON.stringify(value, null, 1),
  }));
}

/** A sandbox as a further account, in whose groups others are. */
const asAccount = (sandbox: Sandbox, account: string): Sandbox => ({
  ...sandbox,
  account,
  start: (onEvents) =>
    sandbox.start((events) => onEvents(events.map((one) => ({ ...one, account })))),
});

/** The brands' editions. @throws Error when one of them makes a mistake */
function cornerEditions(brands: readonly Brand[]): readonly PlaybookVersion[] {
  const checked = checkFiles(brands.flatMap(filesOf), { lang: "en", env: noEnv });
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings, null, 1));
  return versionsOf(checked, noEnv);
}

type Told = Event extends infer E
  ? E extends Event
    ? Omit<E, "id" | "platform" | "account" | "at" | "place">
    : never
  : never;

/** The whole runtime in memory, on a clock that is moved by hand. */
export async function openCorner(options: Options = {}) {
  const clock = createManualClock(options.at ?? OPENED);
  const store = options.store ?? (await openSqliteStore(":memory:", tally));
  const editions = cornerEditions(options.brands ?? [{}]);
  const book = createPlaybooks();
  book.replace(editions);
  const messages: Heard[] = [];
  const run = String(clock.now());
  const made = createSandbox({ now: clock.now, heard: (one) => messages.push(one), run });
  const sandbox = options.adapt?.(made) ?? made;
  const further = (options.accounts ?? []).map((name) => {
    const account = accountId("sandbox", name);
    const of = { now: clock.now, heard: (one: Heard) => messages.push(one) };
    return asAccount(createSandbox({ ...of, run: `${run}:${name}` }), account);
  });
  const bugs: unknown[] = [];
  const runtime = createRuntime({
    ...{
      store,
      playbooks: book,
      clock,
      platforms: [sandbox, ...further],
      program: options.program,
    },
    limits: () => options.limits,
    owner: options.owner,
    files: { check: async () => ({ ok: true, lines: [], versions: editions }), read: readEdition },
    onBug: (what, error) => bugs.push([what, error]),
  });
  closers.push(async () => {
    await runtime.stop();
    if (!options.store) await store.close();
  });
  await runtime.start();
  await runtime.pump();

  const chat = (name: string): Place => ({ platform: "sandbox", chat: name, direct: false });
  const after = async (deed: Promise<unknown>) => {
    await deed;
    await runtime.pump();
  };
  let told = 0;
  return {
    ...{ clock, store, book, bugs, runtime },
    joins: (group: string, name: string) => after(sandbox.join(group, name)),
    leaves: (group: string, name: string) => after(sandbox.leave(group, name)),
    /** Asks at a group's door. */
    asks: (group: string, name: string) => after(sandbox.ask(group, name)),
    says: (group: string, name: string, text: string) =>
      after(sandbox.say(chat(group), name, text)),
    /** Writes to the bot directly. */
    writes: (name: string, text: string) =>
      after(sandbox.say({ ...chat(name), direct: true }, name, text)),
    /** A further account's sandbox, by its name. */
    by: (name: string) => {
      const found = further.find(({ account }) => account === accountId("sandbox", name));
      if (!found) throw new Error(`no account ${name}`);
      return { asks: (group: string, who: string) => after(found.ask(group, who)) };
    },
    /** Something else that the platform tells of a group, by the first account unless said. */
    tells: (group: string, what: Told, account = "sandbox") => {
      const id = `told:${run}:${++told}`;
      const at = { platform: "sandbox", account, at: clock.now(), place: chat(group) };
      return after(runtime.receive([{ ...at, id, ...what } as Event]));
    },
    /** A shop tells of an order. */
    orders: (notice: OrderNotice, client = CLIENT) => {
      const at = { ...chat(`${client}/shop`), platform: "shop" };
      const head = { id: `told:${run}:${++told}`, platform: "shop", account: `shop:${client}` };
      const event = { ...head, at: clock.now(), place: at, kind: "order", client, notice } as const;
      return after(runtime.receive([event]));
    },
    /** What was said in a group, or to somebody directly, since this was asked last. */
    heard: (name: string): readonly string[] => {
      const mine = messages.filter(({ place }) => place.chat === name);
      for (const one of mine) messages.splice(messages.indexOf(one), 1);
      return mine.map(({ text }) => text);
    },
    /** Moves the clock on and does what falls due on the way. */
    forward: async (ms: number) => {
      const to = clock.now() + ms;
      for (
        let due = await store.nextDue(runtime.owned());
        due !== undefined && due <= to && clock.now() < to;
      ) {
        // What could not be done when it was due has to wait.
        clock.set(due > clock.now() ? due : Math.min(clock.now() + 100, to));
        await runtime.pump();
        due = await store.nextDue(runtime.owned());
      }
      clock.set(to);
      await runtime.pump();
    },
    group: async (name: string, client = CLIENT) =>
      (await store.get(client, "group", `sandbox:${name}`))?.value,
    member: async (name: string, client = CLIENT) =>
      (await store.get(client, "member", `sandbox:${name}`))?.value,
    facts: (kind: string, client = CLIENT) => store.facts(client, kind),
  };
}
