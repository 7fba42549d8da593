import { appendFile } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeAll, expect, test } from "vitest";
import { serve } from "../../../src/app/serve.js";
import { createPlaybooks } from "../../../src/engine/playbooks.js";
import { patience } from "../../../src/web/hooks/serve.js";
import { testConfig } from "../../support/config.js";
import { hookServer, NO_PAGES } from "../../support/hook-server.js";
import { build, openHome, type Running } from "../../support/process.js";
import { until } from "../../support/until.js";

const LONG_MS = 600_000;
const PROMISED_MS = 12_000;
const PIECE = Buffer.alloc(64 * 1024, "x");
const POST = "POST /hooks/storm/shop HTTP/1.1\r\nhost: localhost\r\n";
const SHOP = "orders: { sources: { shop: { kind: shopify, secret: env:SUANPAN_STORM_SHOP } } }\n";
beforeAll(build, LONG_MS);
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

test("nobody may be slow for longer than promised", () => {
  const { serverOptions, timeout } = patience();
  const { connectionsCheckingInterval, ...limits } = serverOptions;
  for (const ms of [...Object.values(limits), timeout]) {
    expect(ms + connectionsCheckingInterval).toBeLessThan(PROMISED_MS);
  }
});

/** A connection that does as it likes until it is closed. */
function connect(url: string, act: (socket: Socket) => unknown) {
  const { port } = new URL(url);
  let closed = false;
  const socket = createConnection(Number(port), "127.0.0.1", () => act(socket));
  socket.on("error", () => {});
  socket.on("close", () => {
    closed = true;
  });
  return { socket, closed: () => closed };
}

async function trickle(socket: Socket, head: string, piece: string) {
  socket.resume();
  socket.write(head);
  while (socket.writable) {
    socket.write(piece);
    await wait(20);
  }
}

/** Asks again and again and reads no answer. */
function askOnly(socket: Socket): void {
  const ask = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(500);
  const more = () => {
    while (socket.write(ask)) {}
  };
  socket.on("drain", more);
  more();
}

const SLOW: Readonly<Record<string, (socket: Socket) => unknown>> = {
  "says nothing": (socket) => socket.resume(),
  "trickles its headers": (socket) => trickle(socket, POST, "x-a: b\r\n"),
  "trickles one header": (socket) => trickle(socket, `${POST}x-a: `, "b"),
  "trickles its body": (socket) => trickle(socket, `${POST}content-length: 30000\r\n\r\n`, "x"),
  "trickles chunks": (socket) =>
    trickle(socket, `${POST}transfer-encoding: chunked\r\n\r\n`, "1\r\nx\r\n"),
  "sends half a body": (socket) => socket.resume().write(`${POST}content-length: 300\r\n\r\n{`),
  "stays after an answer": (socket) =>
    socket.resume().write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"),
  "reads no answer": askOnly,
};

const addressOf = (bot: Running) => /"http":"([^"]+)"/.exec(bot.stderr())?.[1] ?? "";

test(
  "the bot closes connections that are slow, and goes on meanwhile",
  async () => {
    const home = await openHome();
    closers.push(home.close);
    await appendFile(join(home.folder, "playbooks", "storm", "playbook.yaml"), SHOP);
    const bot = home.run({ SUANPAN_HTTP_DEADLINE: "1s", SUANPAN_STORM_SHOP: "s3cr3t" });
    await until("it listens", () => addressOf(bot) !== "");
    const slow = Object.entries(SLOW).map(([name, act]) => ({
      name,
      ...connect(addressOf(bot), act),
    }));
    home.say(1);
    await until("an answer in the group", () => home.got("m1的优惠") === 1);
    const open = () => slow.filter(({ closed }) => !closed()).map(({ name }) => name);
    await until("they are closed", () => open().length === 0).catch(() => {});
    expect(open()).toEqual([]);
    expect((await fetch(`${addressOf(bot)}/healthz`)).status).toBe(200);
    bot.term();
    expect(await bot.exit()).toEqual({ code: 0, signal: null });
  },
  LONG_MS,
);

test.each(["500ms", "0s", "11s", "1m", "soon"])("%s is no deadline", async (deadline) => {
  const config = testConfig({ SUANPAN_HTTP: "127.0.0.1:0", SUANPAN_HTTP_DEADLINE: deadline });
  const serving = serve(config, {
    phoneKey: "key of a test",
    playbooks: createPlaybooks(),
    now: Date.now,
    ...NO_PAGES,
    health: () => ({ ok: true }),
    receive: async () => 0,
    onRefused: () => {},
  });
  await expect(serving).rejects.toMatchObject({ code: "HTTP_DEADLINE", params: { deadline } });
});

test("a refused body that never ends is cut off", async () => {
  const server = await hookServer();
  closers.push(server.close);
  const head =
    "POST /hooks/nobody/none HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9999999999\r\n\r\n";
  const { socket, closed } = connect(server.url, (self) => {
    self.resume();
    self.write(head);
    const more = () => {
      while (self.writable && self.write(PIECE)) {}
    };
    self.on("drain", more);
    more();
  });
  await until("it is cut", closed);
  // Beyond what is read after a refusal: what the system keeps for both ends.
  expect(socket.bytesWritten).toBeLessThan(32 * 1024 * 1024);
});

test("a refused body that ends leaves the connection usable", async () => {
  const server = await hookServer();
  closers.push(server.close);
  let heard = "";
  const ask = `POST /hooks/nobody/none HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\n\r\nabc`;
  const { socket } = connect(server.url, (self) => {
    self.setEncoding("utf8").on("data", (text: string) => {
      heard += text;
    });
    self.write(ask);
  });
  const answers = () => heard.split("UNKNOWN_SOURCE").length - 1;
  await until("the first answer", () => answers() === 1);
  socket.write(ask);
  await until("the second answer", () => answers() === 2);
  socket.destroy();
});
