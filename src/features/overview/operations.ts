import { localDay } from "../../core/time/local-day.js";
import { dateAfter, dayNumber } from "../../domain/experiment/design/current.js";
import { countersWanted } from "../../domain/promo/counters.js";
import type { Deps } from "../../engine/feature.js";
import { sumsOf } from "../report/sums.js";

type OverviewDeps = Pick<Deps, "store" | "playbooks" | "clock">;

/** The days before today that the figures are of. */
const DAYS = 7;

/** How a client does, in a line; money in minor units. */
export type ClientOverview = {
  readonly client: string;
  readonly brand: string;
  readonly currency: string;
  readonly groups: { readonly all: number; readonly gone: number };
  /** Null where nobody was counted in the last seven days. */
  readonly members: number | null;
  /** Null where no order was ever told. */
  readonly orders: number | null;
  readonly revenue: number | null;
  /** Of all promos that have a budget; absent where none has. */
  readonly budget?: { readonly spent: number; readonly of: number };
  /** Those that run, with the days that are left. */
  readonly experiments: readonly { readonly id: string; readonly left: number }[];
  readonly failed: number;
  readonly waiting: number;
  readonly paused: boolean;
};

/** All of some clients, each with the same few figures. */
export function overviewOperations({ store, playbooks, clock }: OverviewDeps) {
  return {
    /** @returns those of the clients that have a playbook in use, in the order given */
    async overview(clients: readonly string[]): Promise<readonly ClientOverview[]> {
      const counts = await store.countsByClient();
      const found: ClientOverview[] = [];
      for (const client of clients) {
        const playbook = playbooks.current(client)?.playbook;
        if (!playbook) continue;
        const { brand, currency, timezone } = playbook;
        const today = localDay(clock.now(), timezone);
        const span = { from: dateAfter(today, -DAYS), to: dateAfter(today, -1), days: DAYS };
        const rollups = await store.rollups(client, { from: span.from, to: today });
        const hasOrders = (await store.list(client, "order", undefined, 1)).length > 0;
        const sums = sumsOf(rollups, span, { orders: hasOrders, margin: false });
        const bound = (await store.list(client, "group")).filter(({ value }) => !value.unbound);
        const rows = counts.get(client);
        const setting = (await store.get(client, "setting", "client"))?.value;
        const budget = await budgetOf({ store, playbooks, clock }, client, setting?.adopted);
        found.push({
          ...{ client, brand, currency },
          groups: { all: bound.length, gone: bound.filter(({ value }) => value.gone).length },
          members: sums?.members ?? null,
          orders: hasOrders ? (sums?.orders ?? 0) : null,
          revenue: hasOrders ? (sums?.revenue ?? 0) : null,
          ...(budget ? { budget } : {}),
          experiments: await runningOf(store, client, today),
          ...{ failed: rows?.failed ?? 0, waiting: rows?.waiting ?? 0 },
          paused: setting?.paused ?? false,
        });
      }
      return found;
    },
  };
}

/** What the promos have spent of what they may. */
async function budgetOf(
  { store, playbooks, clock }: OverviewDeps,
  client: string,
  arms: Readonly<Record<string, string>> | undefined,
) {
  const compiled = playbooks.compiled(client, { arms })?.promos;
  if (!compiled) return undefined;
  const wanted = countersWanted(compiled, {}, clock.now()).filter(({ kind }) => kind === "spent");
  if (wanted.length === 0) return undefined;
  let [spent, of] = [0, 0];
  for (const { promo, counter } of wanted) {
    spent += await store.counter(client, counter);
    of += compiled.byId.get(promo)?.budget ?? 0;
  }
  return { spent, of };
}

async function runningOf(store: OverviewDeps["store"], client: string, today: string) {
  const all = await store.list(client, "experiment");
  return all.flatMap(({ value: { state, running } }) =>
    state === "running"
      ? [
          {
            id: running.experiment,
            left: Math.max(
              0,
              running.horizonDays - Math.max(0, dayNumber(running.start, today) - 1),
            ),
          },
        ]
      : [],
  );
}
