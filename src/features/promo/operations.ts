import { formatMoney } from "../../core/money.js";
import type { Records } from "../../core/record.js";
import type { Clock } from "../../core/time/clock.js";
import { askOf, linesOf } from "../../domain/promo/ask.js";
import { countersFrom, countersWanted, type Who } from "../../domain/promo/counters.js";
import { quote } from "../../domain/promo/quote.js";
import { quoteJson } from "../../domain/promo/quote-json.js";
import { quoteLines } from "../../domain/promo/quote-lines.js";
import { compiledFor } from "../../engine/arms.js";
import type { CompiledPlaybook } from "../../engine/compiled-playbook.js";
import type { ContextDeps } from "../../engine/context.js";
import { guessesTooMuch } from "../coupon/typed-code.js";

const GUESSES = {
  "zh-CN": "! 这位成员一小时内输错了太多券码，暂时什么码都答“用不了”",
  en: "! the member has typed too many wrong codes within an hour; for now none is accepted",
};

type Quoting = {
  readonly client: string;
  readonly group?: string | undefined;
  readonly text: string;
};

/** What operators ask about prices, and which promos they switch off. */
export function promoOperations(deps: ContextDeps & { readonly clock: Clock }) {
  const { store, playbooks, clock } = deps;
  const countersOf = async (
    client: string,
    { promos: compiled }: CompiledPlaybook,
    who: Who = {},
  ) => {
    const now = clock.now();
    const wanted = countersWanted(compiled, who, now);
    const values = await Promise.all(wanted.map((counter) => store.counter(client, counter)));
    const stored = (counter: string) => values[wanted.indexOf(counter)];
    return countersFrom({ compiled, who, now, stored });
  };
  /** As a group has it; without one as everybody does. */
  const stageOf = async (client: string, groupId = "", also: Records["setting"] = {}) => {
    const setting = { ...(await store.get(client, "setting", "client"))?.value, ...also };
    return compiledFor(playbooks, client, { groupId, setting, at: clock.now() });
  };
  /** Who has the coupon behind a code, so that it is quoted as it would be for them. */
  const holderOf = async (client: string, code: string | undefined, group: string | undefined) => {
    const coupon = code === undefined ? undefined : await store.get(client, "coupon", code);
    const id = coupon?.value.member;
    const member = id === undefined ? undefined : (await store.get(client, "member", id))?.value;
    const home = member?.home ?? group;
    const seat = await store.get(client, "seat", `${home}/${id}`);
    return {
      who: { ...(home ? { group: home } : {}), ...(id ? { member: id } : {}) },
      shopper: {
        tags: member?.tags ?? [],
        ...(id ? { id } : {}),
        ...(seat ? { joinedAt: seat.value.since } : {}),
        ...(coupon ? { coupons: [coupon.value] } : {}),
      },
      guesses: guessesTooMuch(member, clock.now()),
    };
  };
  return {
    /** What a typed basket costs here and why, as lines; undefined when its prices can't be read. */
    async quote({ client, group, text }: Quoting): Promise<readonly string[] | undefined> {
      const ask = askOf(`/quote ${text}`);
      if (ask?.kind !== "price") return undefined;
      const { who, shopper, guesses } = await holderOf(client, ask.code, group);
      const compiled = await stageOf(client, who.group);
      if (!compiled) return undefined;
      const { promos, playbook } = compiled;
      const lines = linesOf(ask.items, promos.currency, playbook.orders.typed?.tags ?? []);
      if (!lines?.length) return undefined;
      const cart = { lines, shipping: 0, coupons: ask.code === undefined ? [] : [ask.code] };
      const result = quote(
        promos,
        cart,
        shopper,
        await countersOf(client, compiled, who),
        clock.now(),
      );
      const { locale } = playbook;
      const told = quoteLines(quoteJson(result, locale), playbook.promos, locale);
      return guesses ? [...told, GUESSES[locale]] : told;
    },
    /** An operator's word goes over the playbook's; groups get it from their next decision on. */
    async switchPromo(client: string, id: string, on: boolean): Promise<void> {
      const before = (await store.get(client, "setting", "client"))?.value ?? {};
      const rest = (before.promosOff ?? []).filter((one) => one !== id);
      const value = { ...before, promosOff: on ? rest : [...rest, id] };
      const changes = [{ op: "put", kind: "setting", key: "client", value } as const];
      await store.commit({ client, changes, outbox: [], facts: [] });
    },
    /** The client's promos: title, whether it is on, how much is used up. */
    async promos(client: string) {
      const compiled = await stageOf(client, undefined, { promosOff: [] });
      if (!compiled) return [];
      const off = (await store.get(client, "setting", "client"))?.value.promosOff ?? [];
      const counters = await countersOf(client, compiled);
      const { promos } = compiled;
      return promos.rules.map(({ id, promo }) => {
        const { uses, spent } = counters[id] ?? {};
        const budget =
          promo.budget && `${formatMoney(spent ?? 0, promos.currency)}/${promo.budget}`;
        const times = promo.limits?.uses && `${uses ?? 0}/${promo.limits.uses}`;
        return {
          id,
          title: promo.title,
          on: !off.includes(id),
          used: [budget, times].filter(Boolean).join(" | "),
        };
      });
    },
  };
}
