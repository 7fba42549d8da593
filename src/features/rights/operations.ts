import type { Fact } from "../../core/fact.js";
import { localDay } from "../../core/time/local-day.js";
import type { Deps } from "../../engine/feature.js";
import { memberNamed } from "../../engine/member-named.js";
import { othersOf } from "../../engine/person.js";
import type { Store, Stored } from "../../store/port.js";
import { erasedOf, eraseMember, erasureOf } from "./erased.js";
import { heldOf } from "./held.js";
import type { ErasureRecord } from "./records.js";

type RightsDeps = Pick<Deps, "store" | "clock" | "features" | "playbooks">;

/** All that a client's data say of a member. */
export type MemberExport = {
  readonly client: string;
  readonly accounts: readonly string[];
  readonly records: readonly Pick<Stored, "kind" | "key" | "value">[];
  readonly facts: readonly Fact[];
  /** What was or is still to be said to them or about them. */
  readonly messages: readonly string[];
  readonly counters: readonly string[];
};

/** What a member may ask of a client, asked by an operator. */
export function rightsOperations({ store, clock, features, playbooks }: RightsDeps) {
  return {
    /** @throws UserError those of `memberNamed` */
    async held(client: string, word: string) {
      const { key, value } = await memberNamed(store, client, word);
      const keys = [key, ...(await othersOf(store, client, key))];
      return { key, name: value.name, held: await heldOf(store, client, keys) };
    },
    /** Has a member erased at once by whoever does the client's work. @throws UserError those of `memberNamed` */
    async ask(client: string, word: string, to: { id: string } & Omit<Asked, "member">) {
      const { key: member } = await memberNamed(store, client, word);
      const { id, ...rest } = to;
      const value: ErasureRecord = { ...rest, member };
      const put = { op: "put", kind: "erasure", key: id, value, due: clock.now() } as const;
      await store.commit({ client, changes: [put], outbox: [], facts: [] });
    },
    /** Erases a member here and now. @throws UserError those of `memberNamed` */
    async erase(client: string, word: string): Promise<void> {
      const { key: member } = await memberNamed(store, client, word);
      await eraseMember(store, features, { client, member });
      const at = clock.now();
      const day = localDay(at, playbooks.current(client)?.playbook.timezone ?? "UTC");
      const fact = { kind: "member_erased", at, day, data: { by: "terminal" } };
      await store.commit({ client, changes: [], outbox: [], facts: [fact] });
    },
    /** All that would go or change if they were erased. @throws UserError those of `memberNamed` */
    async export(client: string, word: string): Promise<MemberExport> {
      const { key } = await memberNamed(store, client, word);
      return lookedAt({ store, features }, client, key);
    },
  };
}

type Asked = Exclude<ErasureRecord, { readonly told: string }>;

/** Walks as an erasure does, and only notes what it would do. */
async function lookedAt(
  { store, features }: { readonly store: Store; readonly features: Deps["features"] },
  client: string,
  member: string,
): Promise<MemberExport> {
  const who = await erasedOf(store, client, member);
  const erasure = erasureOf(features, client, who);
  const records: Pick<Stored, "kind" | "key" | "value">[] = [];
  const facts: Fact[] = [];
  const messages: string[] = [];
  const counters: string[] = [];
  await store.erase({
    ...erasure,
    record(stored) {
      const { kind, key, value } = stored;
      if (erasure.record(stored) !== value) records.push({ kind, key, value });
      return value;
    },
    fact(fact) {
      if (erasure.fact(fact) !== fact) facts.push(fact);
      return fact;
    },
    row(row) {
      if (erasure.row(row) && row.action.kind === "send_text") messages.push(row.action.text);
      return false;
    },
    counter(name) {
      if (erasure.counter(name)) counters.push(name);
      return false;
    },
    deadLetter: () => false,
  });
  return { client, accounts: who.keys, records, facts, messages, counters };
}
