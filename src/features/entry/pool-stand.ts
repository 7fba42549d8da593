import type { Instant } from "../../core/event.js";
import { openUntil } from "../../domain/governor/breaker.js";
import { chatKey } from "../../engine/context.js";
import type { Deps } from "../../engine/feature.js";
import type { PoolMove } from "../group/records.js";
import { type AccountWay, accountWays, type Lead, leadOf } from "./account-ways.js";
import { poolNow } from "./pool-now.js";

export type StandDeps = Pick<Deps, "store" | "playbooks" | "clock" | "platforms" | "governorOf">;

/** Where a pool's newcomers are led, and where they could be. */
export type PoolStand = {
  /** Absent unless the pool was moved. `by` is what the playbook calls the operator, or `platform:user`. */
  readonly move: PoolMove | undefined;
  readonly lead: Lead;
  /** As it would be if all groups counted. */
  readonly whole: Lead;
  readonly ways: readonly AccountWay[];
  /** Until when the pool's accounts keep silent. */
  readonly silent: ReadonlyMap<string, Instant>;
};

/** How a pool stands now. */
export async function poolStand(deps: StandDeps, client: string, pool: string): Promise<PoolStand> {
  const now = await poolNow(deps, client, pool);
  const whole = { ...now, groups: now.all };
  const silent = new Map<string, Instant>();
  for (const account of new Set(now.all.map(({ group }) => group.account))) {
    const until = await silentUntil(deps, account);
    if (until !== undefined) silent.set(account, until);
  }
  const running = deps.platforms.filter((one) => !one.health().lost);
  return {
    move: now.move && { ...now.move, by: nameOf(deps, client, now.move.by) },
    lead: leadOf(now),
    whole: leadOf(whole),
    ways: accountWays({ ...whole, silent, running: new Set(running.map((one) => one.account)) }),
    silent,
  };
}

async function silentUntil(deps: StandDeps, account: string): Promise<Instant | undefined> {
  const breaker = await deps.governorOf(account)?.breaker();
  const until = breaker && openUntil(breaker.value, breaker.at);
  return breaker && until !== undefined ? breaker.wall(until) : undefined;
}

function nameOf({ playbooks }: StandDeps, client: string, by: string): string {
  const operators = Object.entries(playbooks.current(client)?.playbook.operators ?? {});
  const known = operators.find(([, operator]) =>
    Object.entries(operator).some(([platform, user]) => chatKey(platform, user) === by),
  );
  return known?.[0] ?? by;
}
