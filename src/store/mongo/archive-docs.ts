import type { Event } from "../../core/event.js";
import type { Archived, Part } from "../archive.js";
import { ofClaim } from "./ledger.js";
import { headOf, idOf, partsOf } from "./names.js";
import { rollupId } from "./rollups.js";
import { rowDoc, toRow } from "./rows.js";
import type {
  CounterDoc,
  EventDoc,
  FactDoc,
  LedgerDoc,
  RecordDoc,
  RollupDoc,
  RowDoc,
  VersionDoc,
} from "./tables.js";

type Docs = {
  readonly versions: VersionDoc;
  readonly records: RecordDoc;
  readonly counters: CounterDoc;
  readonly facts: FactDoc;
  readonly rollups: RollupDoc;
  readonly events: EventDoc;
  readonly outbox: RowDoc;
  readonly ledger: LedgerDoc;
};
/** A part that stands in a collection of its own. */
export type Collected = Exclude<Part, "tally">;

const FOR_EVER = Number.POSITIVE_INFINITY;

/** A fact is asked for by its time, too; a damaged one has none. */
function timeOf(body: string): number {
  try {
    const at: unknown = Reflect.get(Object(JSON.parse(body)), "at");
    return typeof at === "number" ? at : 0;
  } catch {
    return 0;
  }
}

const ENTRIES: { readonly [P in Collected]: (doc: Docs[P]) => Archived[P] } = {
  versions({ _id, ...rest }) {
    const [client = "", hash = ""] = partsOf(_id, 2);
    return { client, hash, ...rest };
  },
  records: ({ _id, head, ...rest }) => rest,
  counters({ _id, value, until }) {
    const [client = "", name = ""] = partsOf(_id, 2);
    return { client, name, value, ...(until !== FOR_EVER && { until }) };
  },
  facts: ({ _id: seq, client, kind, body }) => ({ seq, client, kind, body }),
  rollups: ({ client, day, group, sums = {}, sealed = false }) => ({
    ...{ client, day, group, sums, sealed },
  }),
  events({ _id, seq, account, id, accepted, state, body = "null", why, program }) {
    const [platform = ""] = partsOf(_id, 3);
    const head = { seq, platform, account, id, accepted };
    if (state === undefined) return { ...head, state: "handled" };
    return {
      ...{ ...head, state, event: JSON.parse(body) as Event },
      ...(why !== undefined && { why }),
      ...(program !== undefined && { program }),
    };
  },
  outbox(doc) {
    const { state, issued, settled, why, receipt } = doc;
    const { tries, uncertain, ...row } = toRow(doc);
    return {
      ...{ ...row, state, tries, uncertain, issued },
      ...(settled !== undefined && { settled }),
      ...(receipt !== undefined && { receipt: JSON.parse(receipt) as object }),
      ...(receipt === undefined && why !== undefined && { why }),
    };
  },
  ledger({ _id, ...rest }) {
    const [, of, tries] = /^row (\d+) (\d+)$/.exec(_id) ?? [];
    return of === undefined ? { ...rest, try: 0 } : { ...rest, of: Number(of), try: Number(tries) };
  },
};

const DOCS: { readonly [P in Collected]: (entry: Archived[P]) => Docs[P] } = {
  versions: ({ client, hash, ...rest }) => ({ _id: idOf(client, hash), ...rest }),
  records(entry) {
    const { client, kind, key } = entry;
    return { _id: idOf(client, kind, key), head: headOf(client, kind), ...entry };
  },
  counters: ({ client, name, value, until = FOR_EVER }) => ({
    ...{ _id: idOf(client, name), value, until },
  }),
  facts: ({ seq: _id, body, ...rest }) => ({ _id, ...rest, at: timeOf(body), body }),
  rollups: ({ sealed, ...rest }) => ({
    ...{ _id: rollupId(rest), ...rest },
    ...(sealed && { sealed: true as const }),
  }),
  events({ platform, state, event, ...rest }) {
    const head = { _id: idOf(platform, rest.account, rest.id), ...rest };
    if (state === "handled" || !event) return { ...head, handled: rest.accepted };
    return { ...head, state, kind: event.kind, body: JSON.stringify(event) };
  },
  outbox({ seq, client, state, tries, uncertain, issued, settled, why, receipt, ...row }) {
    return {
      ...rowDoc(client, row, seq),
      ...{ state, tries, uncertain, issued },
      ...(settled !== undefined && { settled }),
      ...(why !== undefined && { why }),
      ...(receipt !== undefined && { receipt: JSON.stringify(receipt) }),
    };
  },
  ledger: ({ of, try: tries, ...rest }) => ({
    ...{ _id: of === undefined ? `act ${rest.seq}` : ofClaim({ seq: of, tries }), ...rest },
  }),
};

export type Doc<P extends Collected> = Docs[P];
export const entryOf = <P extends Collected>(part: P, doc: Docs[P]): Archived[P] =>
  ENTRIES[part](doc);
export const docOf = <P extends Collected>(part: P, entry: Archived[P]): Docs[P] =>
  DOCS[part](entry);
