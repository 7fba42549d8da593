import { UserError } from "../../core/errors.js";
import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import { readFact } from "../fact-text.js";
import type { Tx } from "./lane.js";
import { idOf } from "./names.js";
import { fitting } from "./size.js";
import type { FactDoc, Tables } from "./tables.js";

type Saved = Readonly<Record<"client" | "hash" | "content" | "by", string>> & {
  readonly now: Instant;
};
export type FactTable = ReturnType<typeof factTable>;

/** What is only ever added: facts and playbook versions. */
export function factTable({ facts, versions }: Pick<Tables, "facts" | "versions">) {
  return {
    async add({ session }: Tx, docs: readonly FactDoc[]): Promise<void> {
      if (docs.length > 0) await facts.insertMany([...docs], { session });
    },
    async list(client: string, kind?: string): Promise<Fact[]> {
      const which = kind === undefined ? { client } : { client, kind };
      const found = await facts.find(which).sort({ _id: 1 }).allowDiskUse().toArray();
      return found.map(factOf);
    },
    saveVersion: ({ session }: Tx, { client, hash, content, by, now: saved }: Saved) =>
      versions.updateOne(
        { _id: idOf(client, hash) },
        { $setOnInsert: { content: fitting("playbook", content), by, saved } },
        { upsert: true, session },
      ),
    async version(client: string, hash: string): Promise<string | undefined> {
      return (await versions.findOne({ _id: idOf(client, hash) }))?.content;
    },
  };
}

/** A fact as it is stored. */
export const factDoc = (client: string, fact: Fact, _id: number): FactDoc => ({
  ...{ _id, client, kind: fact.kind, at: fact.at },
  body: fitting(`fact ${fact.kind}`, JSON.stringify(fact)),
});

/** A stored fact. @throws UserError FACT_UNREADABLE when it was damaged */
export const factOf = ({ client, _id: seq, body }: FactDoc): Fact =>
  readFact(client, { seq, body });

/** A damaged one is left where it is: whoever restores it has to find it. */
export function readableFact(doc: FactDoc): Fact | undefined {
  try {
    return factOf(doc);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
