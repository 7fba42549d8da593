import type { Archived, Part } from "../archive.js";
import type { Body } from "./claim.js";

/** A row, by the names of its columns. */
export type Fields = Readonly<Record<string, string | number | null>>;

/** A row's columns as they are, those that are empty left out. */
const plain = <T>(fields: Fields): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as T;

type Of = {
  readonly [P in Part]: {
    readonly entry: (fields: Fields) => Archived[P];
    readonly fields: (entry: Archived[P]) => Readonly<Record<string, unknown>>;
  };
};

const OF: Of = {
  versions: {
    entry: ({ saved_by: by = "", ...rest }) => plain({ ...rest, by }),
    fields: ({ by, ...rest }) => ({ ...rest, saved_by: by }),
  },
  records: { entry: plain, fields: (entry) => entry },
  counters: { entry: plain, fields: (entry) => entry },
  facts: { entry: plain, fields: (entry) => entry },
  tally: { entry: plain, fields: (entry) => entry },
  rollups: {
    entry: ({ grp, sums, sealed, client, day }) => ({
      ...{ client: String(client), day: String(day), group: String(grp) },
      ...{ sums: JSON.parse(String(sums)), sealed: sealed === 1 },
    }),
    fields: ({ group, sums, sealed, ...rest }) => ({
      ...{ ...rest, grp: group, sums: JSON.stringify(sums), sealed: Number(sealed) },
    }),
  },
  events: {
    entry: ({ body, why, program, ...rest }) => ({
      ...plain<Archived["events"]>(rest),
      ...(rest.state !== "handled" && {
        event: JSON.parse(String(body)),
        ...(why != null && { why: String(why) }),
        ...(program != null && { program: String(program) }),
      }),
    }),
    fields: ({ event, ...rest }) => ({ ...rest, body: event ? JSON.stringify(event) : "" }),
  },
  outbox: {
    entry: ({ body, result, chat: _, lease: __, unasked, uncertain, issued, ...rest }) => {
      const said = result == null ? {} : (JSON.parse(String(result)) as { readonly why?: string });
      return {
        ...plain<Archived["outbox"]>(rest),
        ...(JSON.parse(String(body)) as Body),
        ...{ unasked: unasked === 1, uncertain: uncertain === 1, issued: issued === 1 },
        ...(rest.state === "sent"
          ? { receipt: said }
          : { ...(said.why !== undefined && { why: said.why }) }),
      };
    },
    fields: ({ action, onUncertain, group, version, watched, why, receipt, ...rest }) => ({
      ...rest,
      chat: action.to.chat,
      body: JSON.stringify({ action, onUncertain, group, version, watched }),
      ...{ unasked: Number(rest.unasked), uncertain: Number(rest.uncertain) },
      issued: Number(rest.issued),
      ...(receipt !== undefined
        ? { result: JSON.stringify(receipt) }
        : { ...(why !== undefined && { result: JSON.stringify({ why }) }) }),
    }),
  },
  ledger: {
    entry: ({ served, ...rest }) => ({
      ...plain<Archived["ledger"]>(rest),
      for: String(served) as Archived["ledger"]["for"],
    }),
    fields: ({ for: served, ...rest }) => ({ ...rest, served }),
  },
};

export const entryOf = <P extends Part>(part: P, fields: Fields): Archived[P] =>
  OF[part].entry(fields);

export const fieldsOf = <P extends Part>(part: P, entry: Archived[P]) => OF[part].fields(entry);
