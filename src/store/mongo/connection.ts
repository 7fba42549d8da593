import { MongoClient, type MongoClientOptions } from "mongodb";
import { UserError } from "../../core/errors.js";
import { unopened } from "./failures.js";

/**
 * How long what is waited for, in ms. The driver's own `timeoutMS` has no effect (7.9), so each wait has a limit of
 * its own; a transaction has one more, in lane.ts.
 */
const WAITS = {
  connectTimeoutMS: 5_000,
  serverSelectionTimeoutMS: 5_000,
  socketTimeoutMS: 8_000,
  waitQueueTimeoutMS: 8_000,
};
/** What the database has read or written stays, whichever of its servers is lost. */
const SAFE = {
  readConcern: { level: "majority" },
  writeConcern: { w: "majority", journal: true, wtimeoutMS: 8_000 },
  readPreference: "primary",
  retryWrites: true,
} as const;
const OPTIONS: MongoClientOptions = {
  ...WAITS,
  ...SAFE,
  ignoreUndefined: true,
  appName: "suanpan",
};
/** The name of the database where the address has none. */
const NAME = "suanpan";
/** MongoDB 4.4. */
const OLDEST_WIRE = 9;

export type Connection = {
  readonly server: MongoClient;
  readonly name: string;
  /** The address without what is secret in it. */
  readonly where: string;
};

/** The address without its user, password and settings. */
export const shown = (url: string): string =>
  url.replace(/^([a-z+]+:\/\/)(?:.*@)?([^/?]*).*$/s, "$1$2");

/**
 * Connects to a replica set.
 * @throws UserError and StoreFailure: STORE_ADDRESS, STORE_STANDALONE, STORE_SERVER_OLD, STORE_DENIED, STORE_AWAY
 */
export async function connect(url: string): Promise<Connection> {
  const where = shown(url);
  let server: MongoClient | undefined;
  try {
    server = new MongoClient(url, OPTIONS);
    const hello = await server.db("admin").command({ hello: 1 });
    if (!hello.setName && hello.msg !== "isdbgrid")
      throw new UserError("STORE_STANDALONE", { where });
    if (Number(hello.maxWireVersion) < OLDEST_WIRE)
      throw new UserError("STORE_SERVER_OLD", { where });
    const named = /^[a-z+]+:\/\/[^/]*\/([^?]+)/.test(url);
    return { server, where, name: named ? server.options.dbName : NAME };
  } catch (error) {
    await server?.close();
    throw unopened(error, where);
  }
}
