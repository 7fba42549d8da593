import { UserError } from "../../core/errors.js";
import type { Instant, RiskSign } from "../../core/event.js";
import { closedNow, nextDays, openUntil } from "../../domain/governor/breaker.js";
import type { Why } from "../../domain/governor/why.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Deps } from "../../engine/feature.js";
import { isOn } from "../../engine/operators-rows.js";
import type { AccountStanding } from "../../engine/outbound/account-standing.js";
import { SYSTEM } from "../../store/port.js";
import { clientsOn } from "./clients-on.js";
import { putNews } from "./news.js";
import type {} from "./records.js";

/** An open breaker, as somebody who would close it should see it. */
type OpenBreaker = { readonly until: Instant; readonly by: RiskSign; readonly nextDays: number };

/** What operators see of accounts and their limits, and do with them. */
export function governorOperations(deps: Deps) {
  const governed = () => deps.platforms.flatMap(({ account }) => deps.governorOf(account) ?? []);

  /** The governed accounts on which a client has groups; all of them for who is `overall`. */
  async function governedFor(client: string, overall: boolean) {
    const found: ReturnType<typeof governed> = [];
    for (const governor of governed())
      if (overall || (await isOn(deps, client, governor.account))) found.push(governor);
    return found;
  }
  /** @throws UserError GOVERNOR_UNKNOWN, GOVERNOR_NOT_OPEN */
  async function opened(account: string, client: string, overall: boolean): Promise<OpenBreaker> {
    const theirs = await governedFor(client, overall);
    const governor = theirs.find((one) => one.account === account);
    if (!governor) {
      const known = theirs.map((one) => one.account);
      throw new UserError("GOVERNOR_UNKNOWN", { id: account, known: known.join(", ") || "-" });
    }
    const { value, at, rules, wall } = await governor.breaker();
    const until = openUntil(value, at);
    if (until === undefined || !value.opened) throw new UserError("GOVERNOR_NOT_OPEN", { account });
    return { until: wall(until), by: value.opened.by, nextDays: nextDays(value, at, rules) };
  }
  return {
    /** How the accounts stand on which a client has groups; with `all` every account, with what waits for others. */
    async standings(client: string, all: boolean): Promise<readonly AccountStanding[]> {
      const found: AccountStanding[] = [];
      for (const governor of await governedFor(client, all)) {
        const standing = await governor.standing(client);
        const isTheirs = ({ why }: { readonly why: Why }) =>
          all || why.client === undefined || why.client === client;
        found.push({ ...standing, waiting: standing.waiting.filter(isTheirs) });
      }
      return found;
    },
    /** @throws UserError GOVERNOR_UNKNOWN, GOVERNOR_NOT_OPEN */
    opened,
    /**
     * Closes an account's breaker before its time; the operators of all its clients hear of it.
     * @throws UserError GOVERNOR_UNKNOWN, GOVERNOR_NOT_OPEN
     */
    async close(account: string, client: string, overall: boolean): Promise<void> {
      await opened(account, client, overall);
      await commitWithRetry(deps.store, async () => {
        const breaker = await deps.governorOf(account)?.breaker();
        if (!breaker) return undefined;
        const { value, rev, at } = breaker;
        const closed = closedNow(value, at);
        const change = { op: "put", kind: "breaker", key: account, rev, value: closed } as const;
        return { client: SYSTEM, changes: [change], outbox: [], facts: [] };
      });
      await putNews(deps, account);
    },
    /** Whether a client has an account for itself. */
    async isAlone(client: string, account: string): Promise<boolean> {
      return (await clientsOn(deps, account)).every((one) => one === client);
    },
  };
}
