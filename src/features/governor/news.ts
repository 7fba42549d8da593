import type { Instant } from "../../core/event.js";
import type { Lang } from "../../core/i18n.js";
import { nextDays, openUntil } from "../../domain/governor/breaker.js";
import { EFFECT_LIVES_MS } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import type { BreakerNow } from "../../engine/outbound/account-governor.js";
import { plainRow } from "../../engine/plain-row.js";
import type { Change, NewRow } from "../../store/port.js";
import { whenBack, whenSilent } from "../entry/silence-lines.js";
import { clientsOn, isOn } from "./clients-on.js";
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
  const outbox = news ? await rowsFor(deps, { client, account, news, key }) : [];
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

type News = {
  readonly client: string;
  readonly account: string;
  readonly news: string;
  readonly key: string;
};

/** By another account where an operator has one: what this one says may reach nobody. */
async function rowsFor(deps: Deps, { client, account, news, key }: News): Promise<NewRow[]> {
  const operators = deps.playbooks.current(client)?.playbook.operators ?? {};
  const rows: NewRow[] = [];
  for (const [name, operator] of Object.entries(operators)) {
    if (operator.role === "viewer") continue;
    const by = await voiceFor(deps, { client, account, operator });
    const chat = by && operator[by.id as keyof typeof operator];
    if (!by || !chat) continue;
    const to = { platform: by.id, chat, direct: true };
    rows.push(
      plainRow({
        key: `${key}:${name}`,
        action: { kind: "send_text", to, text: news },
        ...{ account: by.account, now: deps.clock.now(), livesMs: EFFECT_LIVES_MS },
      }),
    );
  }
  return rows;
}

type Operator = Readonly<Partial<Record<string, string>>>;

async function voiceFor(
  deps: Deps,
  { client, account, operator }: { client: string; account: string; operator: Operator },
) {
  const known = deps.platforms.filter(({ id }) => operator[id] !== undefined);
  const others = known.filter((one) => one.account !== account);
  for (const one of others) if (await isOn(deps, client, one.account)) return one;
  return others[0] ?? known[0];
}
