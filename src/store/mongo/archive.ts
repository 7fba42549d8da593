import type { Collection } from "mongodb";
import { UserError } from "../../core/errors.js";
import type { Archive, Archived, Page, Part, Place, Progress } from "../archive.js";
import { type Collected, type Doc, docOf, entryOf } from "./archive-docs.js";
import { connect, type Waits } from "./connection.js";
import { explained } from "./failures.js";
import { checkSchema, makeIndexes, type Tables, tablesOf } from "./tables.js";

const PAGE = 500;
/** Whose numbers go on behind those that are filled in. */
const SERIES: Readonly<Partial<Record<Part, string>>> = {
  ...{ events: "events", outbox: "rows", facts: "facts", ledger: "ledger" },
};

/**
 * Opens a database to be copied, or to be filled.
 * @param opening with `isThere` it is to be copied, and not made where it isn't
 * @throws UserError STORE_COPY_NOTHING, and as `openMongoStore`
 */
export async function openMongoArchive(
  url: string,
  { isThere = false, waits }: { readonly isThere?: boolean; readonly waits?: Partial<Waits> } = {},
): Promise<Archive> {
  const { server, name, where } = await connect(url, waits);
  const tables = tablesOf(server.db(name));
  const { meta } = tables;
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explained(error, where);
    }
  };
  try {
    const made = await told(() =>
      server.db(name).listCollections({}, { nameOnly: true }).hasNext(),
    );
    if (isThere && !made) throw new UserError("STORE_COPY_NOTHING", { from: `${where}/${name}` });
    await told(() => checkSchema(tables, where));
    if (!isThere) await told(() => makeIndexes(server.db(name)));
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    where: `${where}/${name}`,
    read: <P extends Part>(part: P, after?: Place) =>
      told(async () =>
        part === "tally"
          ? ((await tallyOf(tables)) as Page<P>)
          : ((await pageOf(tables, part as Collected, after)) as unknown as Page<P>),
      ),
    write: (part, entries) =>
      told(() =>
        part === "tally"
          ? writeTally(tables, entries as readonly Archived["tally"][])
          : fill(tables, part as Collected, entries as readonly Archived[Collected][]),
      ),
    progress: () =>
      told(async () => {
        const noted = await meta.findOne({ _id: "copying" });
        return noted?.progress === undefined ? undefined : (JSON.parse(noted.progress) as Progress);
      }),
    note: (progress) =>
      told(async () => {
        if (!progress) await meta.deleteOne({ _id: "copying" });
        else
          await meta.updateOne(
            { _id: "copying" },
            { $set: { progress: JSON.stringify(progress) } },
            { upsert: true },
          );
      }),
    close: () => server.close(),
  };
}

/** Of whatever documents they are. */
const collectionOf = <P extends Collected>(tables: Tables, part: P) =>
  tables[part] as unknown as Collection<{ _id: string | number }>;

async function pageOf<P extends Collected>(
  tables: Tables,
  part: P,
  after: Place | undefined,
): Promise<Page<P>> {
  const behind = after === undefined ? {} : { _id: { $gt: JSON.parse(after) as string | number } };
  const found = await collectionOf(tables, part)
    .find(behind)
    .sort({ _id: 1 })
    .limit(PAGE)
    .toArray();
  const last = found.length === PAGE ? found.at(-1) : undefined;
  return {
    entries: found.map((doc) => entryOf(part, doc as unknown as Doc<P>)),
    ...(last && { next: JSON.stringify(last._id) }),
  };
}

async function fill(
  tables: Tables,
  part: Collected,
  entries: readonly Archived[Collected][],
): Promise<void> {
  const docs = entries.map((entry) => docOf(part, entry));
  const operations = docs.map(({ _id, ...replacement }) => ({
    replaceOne: { filter: { _id }, replacement, upsert: true },
  }));
  await collectionOf(tables, part).bulkWrite(operations, { ordered: false });
  const series = SERIES[part];
  if (series === undefined) return;
  const next = Math.max(...entries.map((entry) => ("seq" in entry ? entry.seq : 0)));
  await tables.sequences.updateOne({ _id: series }, { $max: { next } }, { upsert: true });
}

async function tallyOf({ meta }: Tables): Promise<Page<"tally">> {
  const version = (await meta.findOne({ _id: "tally" }))?.version;
  return { entries: version === undefined ? [] : [{ version }] };
}

async function writeTally({ meta }: Tables, entries: readonly Archived["tally"][]): Promise<void> {
  for (const { version } of entries)
    await meta.updateOne({ _id: "tally" }, { $set: { version } }, { upsert: true });
}
