import { MongoClient, type MongoClientOptions } from "mongodb";
import { UserError } from "../../core/errors.js";
import { unopened } from "./failures.js";

/**
 * How long what is waited for, in ms. The driver's own `timeoutMS` has no effect (7.9), so each wait has a limit of
 * its own; `deadlineMs` is that of a transaction with all its tries, which MongoDB itself ends after 60 s.
 */
const WAITS = { connectMs: 5_000, answerMs: 8_000, deadlineMs: 10_000 };
export type Waits = typeof WAITS;
/** What the database has read or written stays, whichever of its servers is lost. */
const SAFE = {
  readConcern: { level: "majority" },
  writeConcern: { w: "majority", journal: true, wtimeoutMS: WAITS.answerMs },
  readPreference: "primary",
  retryWrites: true,
} as const;
const optionsOf = ({ connectMs, answerMs }: Waits): MongoClientOptions => ({
  ...SAFE,
  connectTimeoutMS: connectMs,
  serverSelectionTimeoutMS: connectMs,
  socketTimeoutMS: answerMs,
  waitQueueTimeoutMS: answerMs,
  ignoreUndefined: true,
  appName: "suanpan",
});
/** The name of the database where the address has none. */
const NAME = "suanpan";
/** MongoDB 4.4. */
const OLDEST_WIRE = 9;

export type Connection = {
  readonly server: MongoClient;
  readonly name: string;
  /** The address without what is secret in it. */
  readonly where: string;
  readonly waits: Waits;
};

/** The address without its user, password and settings. */
const shown = (url: string): string => url.replace(/^([a-z+]+:\/\/)(?:.*@)?([^/?]*).*$/s, "$1$2");

/**
 * Connects to a replica set.
 * @throws UserError and StoreFailure: STORE_ADDRESS, STORE_STANDALONE, STORE_SERVER_OLD, STORE_DENIED, STORE_AWAY
 */
export async function connect(url: string, given: Partial<Waits> = {}): Promise<Connection> {
  const waits = { ...WAITS, ...given };
  const where = shown(url);
  const server = clientOf(url, waits);
  try {
    const hello = await server.db("admin").command({ hello: 1 });
    if (!hello.setName && hello.msg !== "isdbgrid")
      throw new UserError("STORE_STANDALONE", { where });
    if (Number(hello.maxWireVersion) < OLDEST_WIRE)
      throw new UserError("STORE_SERVER_OLD", { where });
    const named = /^[a-z+]+:\/\/[^/]*\/([^?]+)/.test(url);
    return { server, where, waits, name: named ? server.options.dbName : NAME };
  } catch (error) {
    await server.close();
    throw unopened(error, where);
  }
}

function clientOf(url: string, waits: Waits): MongoClient {
  try {
    const server = new MongoClient(url, optionsOf(waits));
    // Refuses a name that no database may have.
    server.db(server.options.dbName);
    return server;
  } catch {
    // What the driver says of an address may repeat it.
    throw new UserError("STORE_ADDRESS");
  }
}
