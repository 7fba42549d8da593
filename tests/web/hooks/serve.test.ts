import { createServer } from "node:net";
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { serveWeb } from "../../../src/web/hooks/serve.js";
import { hookServer } from "../../support/hook-server.js";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
async function start(change: Parameters<typeof hookServer>[0] = {}) {
  const server = await hookServer(change);
  open.push(server.close);
  return server;
}

test("a port in use is one clear mistake of the user's", async () => {
  const { url } = await start();
  const address = url.replace("http://", "");
  await expect(serveWeb(new Hono(), address)).rejects.toMatchObject({
    name: "UserError",
    code: "HTTP_PORT_BUSY",
    params: { address },
  });
});

test.each(["8787", "127.0.0.1", "127.0.0.1:99999", "http://127.0.0.1:1", ""])(
  "%j is no address",
  async (address) => {
    await expect(serveWeb(new Hono(), address)).rejects.toMatchObject({ code: "HTTP_ADDRESS" });
  },
);

test("health is 200 or 503, also when the check itself fails", async () => {
  const fine = await start({ health: async () => ({ ok: true, store: "sqlite" }) });
  const answer = await fetch(`${fine.url}/healthz`);
  expect([answer.status, await answer.json()]).toEqual([200, { ok: true, store: "sqlite" }]);
  const ill = await start({ health: () => ({ ok: false }) });
  expect((await fetch(`${ill.url}/healthz`)).status).toBe(503);
  const broken = await start({ health: () => Promise.reject(new Error("s3cr3t")) });
  const refusal = await fetch(`${broken.url}/healthz`);
  expect([refusal.status, await refusal.text()]).toEqual([503, '{"ok":false}']);
});

test("answers carry secure headers and are not kept", async () => {
  const { url } = await start();
  const { headers } = await fetch(`${url}/healthz`);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
  expect(headers.get("content-security-policy")).toBe("default-src 'none'");
  expect(headers.get("cache-control")).toBe("no-store");
});

test("closing frees the port", async () => {
  const server = await hookServer();
  const port = Number(new URL(server.url).port);
  await fetch(`${server.url}/healthz`);
  await server.close();
  const again = createServer();
  await new Promise<void>((resolve) => again.listen(port, "127.0.0.1", resolve));
  await new Promise((resolve) => again.close(resolve));
});
