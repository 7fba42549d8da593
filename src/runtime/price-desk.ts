import { formatMoney } from "../core/money.js";
import type { Desk } from "../operator/command.js";
import { basketOf } from "../promo/ask.js";
import { countersFrom, countersWanted } from "../promo/counters.js";
import { quote } from "../promo/quote.js";
import { quoteJson } from "../promo/quote-json.js";
import { quoteLines } from "../promo/quote-lines.js";
import type { Clock } from "./clock.js";
import type { ViewDeps } from "./view.js";

/** What operators ask about prices. */
export function priceDesk(
  deps: ViewDeps & { readonly clock: Clock },
): Pick<Desk, "quote" | "promos"> {
  const { store, book, clock } = deps;
  const countersOf = async (client: string, group?: string) => {
    const compiled = book.stage(client)?.promos;
    if (!compiled) return {};
    const now = clock.now();
    const who = group === undefined ? {} : { group };
    const wanted = countersWanted(compiled, who, now);
    const values = await Promise.all(wanted.map((counter) => store.counter(client, counter)));
    const stored = (counter: string) => values[wanted.indexOf(counter)];
    return countersFrom({ compiled, who, now, stored });
  };
  const stageOf = async (client: string) => {
    const promosOff = (await store.get(client, "setting", "client"))?.value.promosOff;
    return book.stage(client, { promosOff });
  };
  return {
    async quote({ client, group, text }) {
      const stage = await stageOf(client);
      const tags = stage?.playbook.orders.typed?.tags ?? [];
      const lines = stage && basketOf(`/quote ${text}`, stage.promos.currency, tags);
      if (!stage || !lines || lines === "unclear") return undefined;
      const { promos, playbook } = stage;
      const counters = await countersOf(client, group);
      const cart = { lines, shipping: 0, coupons: [] };
      const result = quote(promos, cart, { tags: [] }, counters, clock.now());
      return quoteLines(quoteJson(result, playbook.locale), playbook.promos, playbook.locale);
    },
    async promos(client) {
      const stage = book.stage(client);
      if (!stage) return [];
      const off = (await store.get(client, "setting", "client"))?.value.promosOff ?? [];
      const counters = await countersOf(client);
      const { promos } = stage;
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
