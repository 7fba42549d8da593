import type { Instant } from "../../core/event.js";
import type { Lang } from "../../core/i18n.js";
import { nextDays, openUntil } from "../../domain/governor/breaker.js";
import type { Deps, Due } from "../../engine/feature.js";
import { operatorsRows } from "../../engine/operators-rows.js";
import type { BreakerNow } from "../../engine/outbound/account-governor.js";
import type { Change } from "../../store/port.js";
import { whenBack, whenSilent } from "../entry/silence-lines.js";
import { clientsOn } from "./clients-on.js";
import { text } from "./texts.js";

/** Sees to it that the operators of all clients on an account hear of what its breaker does, once. */
export async function putNews(deps: Deps, account: string): Promise<void> {
  const { store, clock } = deps;
  const opened = (await deps.governorOf(account)?.breaker())?.value.opened?.at ?? 0;
  for (const client of await clientsOn(deps, account)) {
    const known = (await store.get(client, "breaker-news", account))?.value;
    const value = known?.opened === opened ? known : { opened, told: false };
    const put = { op: "put", kind: "breaker-news", key: account, value, due: clock.now() } as const;
    await store.commit({ client, changes: [put], outbox: [], facts: [] });
  }
}

/** Looks again at what a clock that was set has put off. */
export async function putNewsAgain({ store, clock }: Deps, client: string): Promise<void> {
  for (const { key, value, rev } of await store.list(client, "breaker-news")) {
    const put = { op: "put", kind: "breaker-news", key, value, rev, due: clock.now() } as const;
    await store.commit({ client, changes: [put], outbox: [], facts: [] });
  }
}

/** Tells a client's operators that an account keeps silent, and that it speaks again. */
export async function tellBreaker(deps: Deps, due: Due<"breaker-news">): Promise<void> {
  const { client, key: account, value, rev } = due;
  const breaker = await deps.governorOf(account)?.breaker();
  const until = breaker && openUntil(breaker.value, breaker.at);
  const isOpen = breaker !== undefined && until !== undefined;
  const put = { op: "put", kind: "breaker-news", key: account, rev } as const;
  const again: readonly Change[] = isOpen
    ? [{ ...put, value: { ...value, told: true }, due: breaker.wall(until) }]
    : // Fails when it opens just now.
      [
        { ...put, value },
        { op: "remove", kind: "breaker-news", key: account },
      ];
  const { playbook } = deps.playbooks.current(client) ?? {};
  const said = (what: "opened" | "closed") =>
    playbook && breaker && sentence(what, { breaker, account, playbook });
  const head = isOpen && !value.told ? said("opened") : !isOpen && value.told && said("closed");
  const ways = isOpen ? whenSilent : whenBack;
  const news = head && [head, ...(await ways(deps, client, account))].join("\n");
  const key = `breaker:${account}:${value.opened}:${isOpen ? "opened" : "closed"}`;
  // What this account says may reach nobody.
  const outbox = news ? await operatorsRows(deps, { client, text: news, key, notBy: account }) : [];
  await deps.store.commit({ client, changes: again, outbox, facts: [] });
}

type Speaking = { readonly locale: Lang; readonly timezone: string };

/** A moment on a client's wall clock. */
const momentIn = ({ locale, timezone: timeZone }: Speaking, at: Instant): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  }).format(at);

function sentence(
  what: "opened" | "closed",
  of: { breaker: BreakerNow; account: string; playbook: Speaking },
): string {
  const { breaker, account, playbook } = of;
  const { value, at, rules, wall } = breaker;
  const days = nextDays(value, at, rules);
  const why = text(playbook.locale, `sign.${value.opened?.by ?? "failed"}`);
  const until = momentIn(playbook, wall(value.opened?.until ?? at));
  return text(playbook.locale, `news.${what}`, { account, why, until, days });
}
