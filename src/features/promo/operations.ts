import { formatMoney } from "../../core/money.js";
import type { Records } from "../../core/record.js";
import type { Clock } from "../../core/time/clock.js";
import { askOf, linesOf } from "../../domain/promo/ask.js";
import { countersFrom, countersWanted, type Who } from "../../domain/promo/counters.js";
import { type Quote, quote } from "../../domain/promo/quote.js";
import type { Promo } from "../../domain/promo/schema.js";
import { compiledFor } from "../../engine/arms.js";
import type { CompiledPlaybook } from "../../engine/compiled-playbook.js";
import type { ContextDeps } from "../../engine/context.js";
import { storedOf } from "../coupon/coupons-need.js";
import { guessesTooMuch } from "../coupon/typed-code.js";

type Quoting = {
  readonly client: string;
  readonly group?: string | undefined;
  readonly text: string;
};
/** `guesses`: who has the code has typed too many wrong ones lately, and for now none is accepted. */
type Quoted = {
  readonly quote: Quote;
  readonly promos: Readonly<Record<string, Promo>>;
  readonly guesses: boolean;
};

/** What operators ask about prices, and which promos they switch off. */
export function promoOperations(deps: ContextDeps & { readonly clock: Clock }) {
  const { store, playbooks, clock } = deps;
  const countersOf = async (
    client: string,
    { promos: compiled }: CompiledPlaybook,
    who: Who = {},
  ) => {
    const wanted = countersWanted(compiled, who, clock.now());
    return countersFrom(wanted, await storedOf(store, client, wanted));
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
    /** What a typed basket costs here and why; undefined when its prices can't be read. */
    async quote({ client, group, text }: Quoting): Promise<Quoted | undefined> {
      const ask = askOf(`/quote ${text}`);
      if (ask?.kind !== "price") return undefined;
      const { who, shopper, guesses } = await holderOf(client, ask.code, group);
      const compiled = await stageOf(client, who.group);
      if (!compiled) return undefined;
      const { promos, playbook } = compiled;
      const lines = linesOf(ask.items, promos.currency, playbook.orders.typed?.tags ?? []);
      if (!lines?.length) return undefined;
      const cart = { lines, shipping: 0, coupons: ask.code === undefined ? [] : [ask.code] };
      const counters = await countersOf(client, compiled, who);
      const result = quote(promos, cart, shopper, counters, clock.now());
      return { quote: result, promos: playbook.promos, guesses };
    },
    /** An operator's word goes over the playbook's; groups get it from their next decision on. */
    async switchPromo(client: string, id: string, on: boolean): Promise<void> {
      const before = (await store.get(client, "setting", "client"))?.value ?? {};
      const rest = (before.promosOff ?? []).filter((one) => one !== id);
      const value = { ...before, promosOff: on ? rest : [...rest, id] };
      const changes = [{ op: "put", kind: "setting", key: "client", value } as const];
      await store.commit({ client, changes, outbox: [], facts: [] });
    },
    /** The client's promos: title, whether it is on, how much of its budget and its uses is used up. */
    async promos(client: string) {
      const compiled = await stageOf(client, undefined, { promosOff: [] });
      if (!compiled) return [];
      const off = (await store.get(client, "setting", "client"))?.value.promosOff ?? [];
      const counters = await countersOf(client, compiled);
      const { promos } = compiled;
      return promos.rules.map(({ id, promo }) => {
        const { uses, spent } = counters[id] ?? {};
        const { budget, limits } = promo;
        return {
          ...{ id, title: promo.title, on: !off.includes(id) },
          ...(budget && {
            budget: { spent: formatMoney(spent ?? 0, promos.currency), of: budget },
          }),
          ...(limits?.uses && { uses: { spent: uses ?? 0, of: limits.uses } }),
        };
      });
    },
  };
}
