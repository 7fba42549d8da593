import { request } from "node:http";
import { afterEach, expect, test } from "vitest";
import type { WebDeps } from "../../../src/web/hooks/deps.js";
import { serveWeb } from "../../../src/web/hooks/serve.js";
import { createWeb } from "../../../src/web/hooks/web.js";
import { hookServer, NO_PAGES } from "../../support/hook-server.js";

const FIGURES = 'suanpan_events_handled_total{client="tea-town"} 7\n';
const TYPE = "text/plain; version=0.0.4; charset=utf-8";
const TOKEN = "long-and-random";
const metrics = (token?: string) => ({
  ...{ type: TYPE, text: async () => FIGURES },
  ...(token === undefined ? {} : { token }),
});

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Asks as a client that may say anything of itself. */
async function ask(token: string | undefined, headers: Record<string, string>) {
  const server = await hookServer({ metrics: metrics(token) });
  open.push(server.close);
  return new Promise<{ status: number | undefined; body: string; type: string | undefined }>(
    (resolve, reject) => {
      const asked = request(`${server.url}/metrics`, { headers, agent: false }, (answer) => {
        let body = "";
        answer.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        const { statusCode: status, headers: its } = answer;
        answer.on("end", () => resolve({ status, body, type: its["content-type"] }));
      });
      asked.on("error", reject).end();
    },
  );
}
const unknown = { status: 404, body: '{"ok":false,"code":"NOT_FOUND"}', type: "application/json" };

test("this machine may ask, in Prometheus's format", async () => {
  expect(await ask(undefined, {})).toEqual({ status: 200, body: FIGURES, type: TYPE });
  expect((await ask(undefined, { host: "localhost:8787" })).status).toBe(200);
  expect((await ask(undefined, { host: "[::1]:8787" })).status).toBe(200);
});

test.each([
  ["what a proxy hands on", { "x-forwarded-for": "203.0.113.7" }],
  ["what another proxy hands on", { forwarded: "for=203.0.113.7" }],
  ["a proxy that names itself alone", { via: "1.1 proxy" }],
  ["a page in a browser on this machine, by a name that leads here", { host: "evil.example" }],
  ["the shop's own domain", { host: "tea.example:443" }],
  ["a guessed token where there is none", { "x-real-ip": "1.1.1.1", authorization: "Bearer " }],
] as const)("without a token there is nothing for %s", async (_who, headers) => {
  expect(await ask(undefined, headers)).toEqual(unknown);
});

test("with a token whoever knows it may ask from anywhere, and nobody else, this machine included", async () => {
  const right = { authorization: `Bearer ${TOKEN}` };
  expect((await ask(TOKEN, { ...right, "x-forwarded-for": "203.0.113.7" })).status).toBe(200);
  expect(await ask(TOKEN, {})).toEqual(unknown);
  for (const authorization of [`Bearer ${TOKEN}x`, "Bearer ", TOKEN, `Basic ${TOKEN}`])
    expect(await ask(TOKEN, { authorization })).toEqual(unknown);
});

test("an address that others can reach tells strangers nothing", async () => {
  const app = createWeb({
    ...{ join: NO_PAGES, metrics: metrics(), health: () => ({ ok: true }) },
    secrets: () => undefined,
    accept: async () => "stored",
    hashPhone: () => ({}),
    now: () => 0,
  } satisfies WebDeps);
  const fromAfar = { incoming: { socket: { remoteAddress: "203.0.113.7", remotePort: 1 } } };
  const answer = await app.request("/metrics", { headers: { host: "127.0.0.1:8787" } }, fromAfar);
  expect(answer.status).toBe(404);
  const serving = await serveWeb(app, "0.0.0.0:0");
  open.push(() => serving.close(100));
  const { port } = new URL(serving.url);
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
});
