import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { UserError } from "../../core/errors.js";
import { cutRefused } from "./cut-refused.js";

export type Serving = {
  /** `http://127.0.0.1:8787`, with the real port where 0 was asked for. */
  readonly url: string;
  /** Takes no new connection, and resolves when the open ones are answered or `graceMs` have passed. */
  readonly close: (graceMs?: number) => Promise<void>;
};

/** How long a request may take to come in, unless told. */
const DEADLINE_MS = 10_000;
/** More than a shop or a proxy opens at once, and far fewer than the files a process may open. */
const MOST_CONNECTIONS = 256;

/**
 * Listens on `host:port`.
 * @param deadlineMs how long a request may take to come in
 * @throws UserError HTTP_ADDRESS for what is no address, HTTP_PORT_BUSY when another process has the
 * port, HTTP_LISTEN for any other refusal of the system.
 */
export async function serveWeb(
  app: Hono,
  address: string,
  deadlineMs: number = DEADLINE_MS,
): Promise<Serving> {
  const { host, port } = parseAddress(address);
  const { serverOptions, timeout } = patience(deadlineMs);
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions,
    // It would read on for half a second, however much comes; `cutRefused` does so within bounds.
    autoCleanupIncoming: false,
  }) as Server;
  server.timeout = timeout;
  server.maxConnections = MOST_CONNECTIONS;
  server.prependListener("request", cutRefused);
  await listening(server, { host, port, address });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close: (graceMs = 5_000) => closeServer(server, graceMs),
  };
}

/** Sees whether an address is free. @throws UserError as `serveWeb` */
export async function tryAddress(address: string): Promise<void> {
  const { host, port } = parseAddress(address);
  const server = createServer();
  await listening(server, { host, port, address });
  await new Promise((resolve) => server.close(resolve));
}

/** @throws UserError HTTP_PORT_BUSY, HTTP_LISTEN */
async function listening(
  server: Server,
  { host, port, address }: { host: string; port: number; address: string },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, address)));
    server.listen(port, host, resolve);
  });
}

/**
 * How long a connection may take for what, so that none that is slow to send or to read is open for longer
 * than the deadline and a tenth.
 */
export function patience(deadlineMs: number = DEADLINE_MS) {
  return {
    serverOptions: {
      headersTimeout: deadlineMs / 2,
      requestTimeout: deadlineMs,
      keepAliveTimeout: deadlineMs / 2,
      // Node looks for those that are late only so often: every 30 seconds by itself.
      connectionsCheckingInterval: deadlineMs / 10,
    },
    /** Without a byte in either direction. */
    timeout: deadlineMs,
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
