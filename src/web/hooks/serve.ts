import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { UserError } from "../../core/errors.js";

export type Serving = {
  /** `http://127.0.0.1:8787`, with the real port where 0 was asked for. */
  readonly url: string;
  /** Takes no new connection, and resolves when the open ones are answered or `graceMs` have passed. */
  readonly close: (graceMs?: number) => Promise<void>;
};

/**
 * Listens on `host:port`. @throws UserError HTTP_ADDRESS for what is no address, HTTP_PORT_BUSY when
 * another process has the port, HTTP_LISTEN for any other refusal of the system.
 */
export async function serveWeb(app: Hono, address: string): Promise<Serving> {
  const { host, port } = parseAddress(address);
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  // A request that trickles in must not hold a connection for ever.
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, address)));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close: (graceMs = 5_000) => closeServer(server, graceMs),
  };
}

function parseAddress(address: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) throw new UserError("HTTP_ADDRESS", { address });
  return { host, port };
}

function listenError(error: NodeJS.ErrnoException, address: string): UserError {
  if (error.code === "EADDRINUSE") return new UserError("HTTP_PORT_BUSY", { address });
  return new UserError("HTTP_LISTEN", { address, reason: error.code ?? "" });
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
