import { MongoClient } from "mongodb";
import { inject } from "vitest";

const given = inject("mongodb");

/** Why tests on MongoDB can't run here; undefined when they can. */
export const noMongo = "missing" in given ? given.missing : undefined;
/** The server's address. */
export const serverUrl = "missing" in given ? "" : given.url;
/** Why a stand-in can't be started for one test; undefined when it can. */
export const noStandIn =
  noMongo ?? ("python" in given ? undefined : "MONGODB_URL names a server that tests can't stop");
export const standInPython = "python" in given ? (given.python ?? "") : "";

/** A stand-in on a busy machine is slow; where it is asked what it does, it may take its time. */
export const PATIENT = { connectMs: 60_000, answerMs: 240_000, deadlineMs: 240_000 };

/** The address of one database of a server. */
export function databaseUrl(server: string, name: string): string {
  const [, hosts = "", path = "", rest = ""] =
    /^([a-z+]+:\/\/[^/?]+)\/?([^?]*)(?:\?(.*))?$/.exec(server) ?? [];
  const user = hosts.includes("@") && !rest.includes("authSource=");
  const query = [rest, user ? `authSource=${path || "admin"}` : ""].filter(Boolean).join("&");
  return `${hosts}/${name}${query && `?${query}`}`;
}

/** Databases that are used one after the other, since making one takes longer than emptying it. */
export function databases() {
  const client = new MongoClient(serverUrl || "mongodb://127.0.0.1:1/");
  const prefix = `suanpan_test_${process.pid}_`;
  const free: string[] = [];
  let made = 0;
  return {
    client,
    /** @returns an empty database's name. */
    async take(): Promise<string> {
      const name = free.pop();
      if (name === undefined) return `${prefix}${++made}`;
      const all = await client.db(name).listCollections({}, { nameOnly: true }).toArray();
      await Promise.all(all.map((one) => client.db(name).collection(one.name).deleteMany({})));
      return name;
    },
    /** It may be used by the next. */
    giveBack: (name: string): void => void free.push(name),
    async close(): Promise<void> {
      const names = Array.from({ length: made }, (_none, n) => `${prefix}${n + 1}`);
      for (const name of names) await client.db(name).dropDatabase();
      await client.close();
    },
  };
}
