import type { Fact } from "../../src/core/fact.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "../../tests/support/tally.js";
import { CLIENT } from "./groups.js";

/** What the store of a bot that has ended holds. */
export async function readStore(file: string) {
  const store = await openSqliteStore(file, tally);
  try {
    const facts: readonly Fact[] = await store.facts(CLIENT);
    const { unhandled, deadLetters, ...rows } = await store.counts();
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    const said = of("said").map(({ data }) => 1 + Number(data?.more ?? 0));
    return {
      facts: of,
      /** How many rows of the outbox ended how. */
      rows,
      /** Members' messages, those counted together with others too. */
      messages: said.reduce((sum, one) => sum + one, 0),
      /** Events that were set aside, or are still to be handled. */
      undigested: unhandled + deadLetters,
      orders: await store.list(CLIENT, "order"),
    };
  } finally {
    await store.close();
  }
}
