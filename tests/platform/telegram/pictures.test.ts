import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { PlatformFailure } from "../../../src/core/errors.js";
import { MOST_PICTURE_BYTES } from "../../../src/platform/port.js";
import { createTelegramPlatform } from "../../../src/platform/telegram/platform.js";

const TOKEN = "42:SECRETsecret";
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that says where a file is, and gives it in pieces. */
async function serving(path: unknown, bytes: number, status = 200) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    request.resume();
    if (request.url?.endsWith("/getFile")) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ok: true, result: { file_id: "f", file_path: path } }));
      return;
    }
    response.writeHead(status);
    for (let sent = 0; sent < bytes; sent += 65_536)
      response.write(Buffer.alloc(Math.min(65_536, bytes - sent)));
    response.end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { now, random } = { now: Date.now, random: Math.random };
  const platform = createTelegramPlatform({
    token: TOKEN,
    apiRoot,
    now,
    random,
    onFatal: () => {},
  });
  return { asked, fetched: () => platform.picture?.("f") ?? Promise.reject(new Error("none")) };
}

test("a picture is fetched whole, up to the largest size", async () => {
  const { asked, fetched } = await serving("photos/file 1.jpg", MOST_PICTURE_BYTES);
  expect((await fetched()).length).toBe(MOST_PICTURE_BYTES);
  expect(asked.at(-1)).toBe(`/file/bot${TOKEN}/photos/file%201.jpg`);
});

test.each([
  ["larger than that", "photos/1.jpg", MOST_PICTURE_BYTES + 1, 200, "too_long"],
  ["gone", "photos/1.jpg", 10, 404, "unknown"],
  ["nowhere", undefined, 10, 200, "unknown"],
  ["elsewhere", "../../bot1:other/getMe", 10, 200, "unknown"],
  ["at an empty place", "", 10, 200, "unknown"],
  ["at another server", "//127.0.0.1/x", 10, 200, "unknown"],
])("one that is %s is refused, without the token", async (_what, path, bytes, status, kind) => {
  const { fetched } = await serving(path, bytes, status);
  const error: unknown = await fetched().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlatformFailure);
  expect(error).toMatchObject({ refusal: { kind } });
  expect(String(error)).not.toContain("SECRETsecret");
});
