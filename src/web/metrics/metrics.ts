import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { sameSignature } from "../hooks/signature.js";

export type MetricsDeps = {
  /** Its content type, and the figures. */
  readonly type: string;
  readonly text: () => Promise<string>;
  /** Whoever knows it may ask from anywhere; without one only this machine may. */
  readonly token?: string | undefined;
};

/**
 * `GET /metrics`: clients' names stand in it, so to strangers there is none. A request that a proxy hands on comes
 * from this machine by its address, but says so; and a page in a browser here asks for a name of its own.
 */
export function createMetricsRoute({ type, text, token }: MetricsDeps): Hono {
  const route = new Hono();
  route.get("/", async (c) => {
    const mayAsk = token === undefined ? isFromHere(c) : knows(c, token);
    if (!mayAsk) return c.notFound();
    return c.body(await text(), 200, { "content-type": type });
  });
  return route;
}

const knows = (c: Context, token: string): boolean =>
  sameSignature(c.req.header("authorization") ?? "", `Bearer ${token}`);

const HANDED_ON = ["forwarded", "x-forwarded-for", "x-real-ip", "via"] as const;

function isFromHere(c: Context): boolean {
  if (HANDED_ON.some((name) => c.req.header(name) !== undefined)) return false;
  return isLoopback(getConnInfo(c).remote.address ?? "") && isLoopback(hostOf(c));
}

/** The name that was asked for, without its port. */
const hostOf = (c: Context): string =>
  (c.req.header("host") ?? "").replace(/:\d+$/, "").replace(/^\[(.+)\]$/, "$1");

function isLoopback(host: string): boolean {
  const plain = host.replace(/^::ffff:/, "");
  return (
    plain === "localhost" || plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."))
  );
}
