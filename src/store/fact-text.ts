import { UserError } from "../core/errors.js";
import type { Fact } from "../core/fact.js";

/** A fact as it is stored: a row of JSON. */
export type FactText = { readonly seq: number; readonly body: string };

/** A stored fact. @throws UserError FACT_UNREADABLE when its row was damaged */
export function readFact(client: string, { seq, body }: FactText): Fact {
  let fact: Partial<Fact> | null = null;
  try {
    fact = JSON.parse(body);
  } catch {
    // What it is instead is said below.
  }
  if (typeof fact?.kind !== "string") throw new UserError("FACT_UNREADABLE", { client, row: seq });
  return fact as Fact;
}
