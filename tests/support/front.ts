import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** One address for bots each of whom has a fake Telegram of its own: who calls is told by the token. */
export async function startFront(fakes: ReadonlyMap<string, string>) {
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    const { method, headers, url = "" } = incoming;
    const [, token = ""] = /^\/bot([^/]+)\//.exec(url) ?? [];
    const fake = fakes.get(decodeURIComponent(token));
    if (fake === undefined) return void response.destroy();
    const behind = request(new URL(url, fake), { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    const end = () => behind.destroy();
    behind.on("error", () => response.destroy());
    response.on("close", end);
    incoming.pipe(behind);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
