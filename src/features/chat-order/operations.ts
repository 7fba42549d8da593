import type { Instant } from "../../core/event.js";
import { formatMoney } from "../../core/money.js";
import { orderOfDraft } from "../../domain/order/draft.js";
import { mergeNotice } from "../../domain/order/merge.js";
import type { Order } from "../../domain/order/order.js";
import type { ParsedOrder } from "../../domain/order/text.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { memberNamed } from "../../engine/member-named.js";
import type { Commit, Stored } from "../../store/port.js";
import { orderCommit } from "../order/orders.js";
import type { OrderDeps } from "../order/path.js";
import type { ChatOrderRecord } from "./records.js";

/** An order typed in chat. */
export type ChatOrderLine = {
  readonly n: string;
  readonly name: string;
  readonly items: readonly string[];
  readonly amount: string;
  readonly group: string;
  readonly at: Instant;
  /** The account it is of: whose message it was, or whom the operator named. */
  readonly by?: string;
  /** The newest post of its list has it no more. */
  readonly gone: boolean;
  /** In a list of all: numbers of what was confirmed already in the same list or message under the same name. */
  readonly confirmed?: readonly string[];
};

/** `done` is what was confirmed or dropped. `changed`: somebody posted anew, and this is what waits now. */
export type ChatOrderOutcome =
  | { readonly done: ChatOrderLine }
  | { readonly changed: ChatOrderLine }
  | "no_order";

type Confirming = {
  readonly client: string;
  readonly n: string;
  readonly member?: string | undefined;
  readonly seed: string;
};
type Adding = {
  readonly client: string;
  readonly drafts: readonly ParsedOrder[];
  readonly member?: string | undefined;
  readonly seed: string;
};

/** What operators do with orders that were typed in chat, and type themselves. */
export function chatOrderOperations(deps: OrderDeps) {
  const { store, playbooks, clock } = deps;
  const currencyOf = (client: string) => playbooks.current(client)?.playbook.currency ?? "";

  async function linesOf(
    client: string,
    typed: readonly Stored<"typed">[],
  ): Promise<ChatOrderLine[]> {
    const groups = new Map((await store.list(client, "group")).map((one) => [one.key, one.value]));
    return typed.map(({ key, value }) => ({
      ...{ n: key, name: value.name, at: value.at, gone: value.gone ?? false },
      items: value.items.map(({ title, qty }) => (qty === 1 ? title : `${title}x${qty}`)),
      amount: formatMoney(value.amount, currencyOf(client)),
      group: groups.get(value.group)?.title ?? value.group,
      ...(value.by === undefined ? {} : { by: value.by.slice(value.by.indexOf(":") + 1) }),
    }));
  }

  type Saving = { readonly order: Order; readonly seed: string; readonly member?: string };
  /** An order and what goes with it, to be committed; undefined when it is saved already. */
  async function saving(client: string, of: Saving, spent: ReadonlySet<string>) {
    const { order, ...rest } = of;
    const key = `${order.source}/${order.id}`;
    const known = await store.get(client, "order", key);
    const before = known?.value.record;
    const { record, outcome } = mergeNotice(before, { kind: "order", order });
    if (outcome === "same") return undefined;
    return orderCommit(deps, { client, key, known, record, spent, ...rest });
  }

  /** Takes a waiting one out of the list together with what `how` says; else tells what became of it. */
  async function takeOut(
    { client, n }: { client: string; n: string },
    how: (
      value: ChatOrderRecord,
      spent: ReadonlySet<string>,
    ) => Promise<[ChatOrderRecord, Commit?]>,
  ): Promise<ChatOrderOutcome> {
    let done: Stored<"typed"> | undefined;
    await commitWithRetry(store, async (spent) => {
      const typed = await store.get(client, "typed", n);
      done = undefined;
      if (typed?.value.state !== "waiting") return undefined;
      const [value, commit = { client, changes: [], outbox: [], facts: [] }] = await how(
        typed.value,
        spent,
      );
      done = { ...typed, value };
      const { rev } = typed;
      const put = { op: "put", kind: "typed", key: n, rev, owner: value.group, value } as const;
      return { ...commit, changes: [...commit.changes, put] };
    });
    const [line] = done ? await linesOf(client, [done]) : [];
    if (line) return { done: line };
    const newest = await newestOf(client, n);
    const [changed] = newest ? await linesOf(client, [newest]) : [];
    return changed ? { changed } : "no_order";
  }

  /** What waits in place of one that newer posts replaced. */
  async function newestOf(client: string, n: string): Promise<Stored<"typed"> | undefined> {
    let typed = await store.get(client, "typed", n);
    while (typed?.value.state === "replaced") {
      typed = await store.get(client, "typed", typed.value.next ?? "");
    }
    return typed?.value.state === "waiting" ? typed : undefined;
  }

  return {
    /** Orders typed in chat that wait for an operator, oldest first. */
    async typedOrders(client: string): Promise<readonly ChatOrderLine[]> {
      const all = await store.list(client, "typed");
      const waiting = all
        .filter(({ value }) => value.state === "waiting")
        .sort((a, b) => Number(a.key) - Number(b.key));
      const lines = await linesOf(client, waiting);
      return lines.map((line, at) => ({ ...line, confirmed: confirmedBeside(waiting[at], all) }));
    },
    /** Makes an order of it: of the member named, else of who typed it, else of nobody so far. */
    async confirmTyped(of: Confirming): Promise<ChatOrderOutcome> {
      const { client, n, member: user, seed } = of;
      const named = user === undefined ? undefined : (await memberNamed(store, client, user)).key;
      return takeOut({ client, n }, async (before, spent) => {
        const { by: _by, ...value } = before;
        const member = named ?? before.by;
        const owner = member === undefined ? {} : { platform: member };
        const whose = member === undefined ? {} : { member };
        const draft = { line: 1, ...value };
        const currency = currencyOf(client);
        const order = orderOfDraft(draft, { id: `t${n}`, currency, at: value.at, ...owner });
        const commit = await saving(client, { order, seed, ...whose }, spent);
        return [
          { ...value, state: "done", ...(member === undefined ? {} : { by: member }) },
          commit,
        ];
      });
    },
    dropTyped: (client: string, n: string) =>
      takeOut({ client, n }, async (value) => [{ ...value, state: "dropped" }]),
    /** Orders an operator typed; the same seed adds them once. */
    async addOrders(of: Adding): Promise<{ readonly orders: readonly string[] }> {
      const { client, drafts, member: user, seed } = of;
      const member = user === undefined ? undefined : (await memberNamed(store, client, user)).key;
      const currency = currencyOf(client);
      const platform = member === undefined ? {} : { platform: member };
      const whose = member === undefined ? {} : { member };
      const ids = drafts.map((_, index) => `${seed.replace(/^command:/, "c")}-${index + 1}`);
      for (const [index, draft] of drafts.entries()) {
        const id = ids[index] ?? "";
        const order = orderOfDraft(draft, { id, currency, at: clock.now(), ...platform });
        const one = { order, seed: `${seed}:${id}`, ...whose };
        await commitWithRetry(store, (spent) => saving(client, one, spent));
      }
      return { orders: ids.map((id) => `chat/${id}`) };
    },
  };
}

/** What was confirmed already in the same list or message under the same name: the same once more, perhaps. */
function confirmedBeside(
  one: Stored<"typed"> | undefined,
  all: readonly Stored<"typed">[],
): readonly string[] {
  const { group, list, message, name } = one?.value ?? {};
  const beside = ({ value }: Stored<"typed">) =>
    (list !== undefined && value.list === list) ||
    (message !== undefined && value.message === message);
  return all
    .filter(({ value }) => value.state === "done")
    .filter(beside)
    .filter(({ value }) => value.group === group && value.name === name)
    .map(({ key }) => key);
}
