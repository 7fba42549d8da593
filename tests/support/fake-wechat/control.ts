import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Deed, doDeed } from "./deeds.js";
import { openService, type Service, type ServiceOptions } from "./service.js";

/** Where a world's puppet is reached. */
export type Address = { readonly world: string; readonly endpoint: string; readonly token: string };

/**
 * The control port: worlds are opened and closed, and deeds done in them, over HTTP with JSON bodies.
 * `POST /open` ServiceOptions -> Address; `POST /close` { world }; `POST /do` { world, deeds } -> { results };
 * `POST /die`: the process is killed; `POST /freeze`: it is stopped, until somebody outside sends SIGCONT.
 */
export async function startControl(port: number) {
  const worlds = new Map<string, Service>();
  let opened = 0;

  async function open(options: ServiceOptions): Promise<Address> {
    const service = await openService(options);
    opened += 1;
    const world = String(opened);
    worlds.set(world, service);
    return { world, endpoint: service.endpoint, token: service.token };
  }
  function serviceOf(world: string): Service {
    const service = worlds.get(world);
    if (!service) throw new Error(`there is no world ${world}`);
    return service;
  }

  async function answer(request: IncomingMessage): Promise<unknown> {
    const body = JSON.parse((await text(request)) || "{}") as {
      readonly world?: string;
      readonly deeds?: readonly Deed[];
    };
    switch (request.url) {
      case "/open":
        return open(body as ServiceOptions);
      case "/close": {
        const { world = "1" } = body;
        await serviceOf(world).close();
        worlds.delete(world);
        return {};
      }
      case "/do": {
        const service = serviceOf(body.world ?? "1");
        const results: unknown[] = [];
        for (const deed of body.deeds ?? []) results.push((await doDeed(service, deed)) ?? null);
        return { results };
      }
      case "/die":
        process.kill(process.pid, "SIGKILL");
        return {};
      case "/freeze":
        process.kill(process.pid, "SIGSTOP");
        return {};
      default:
        throw new Error(`nothing is at ${request.url}`);
    }
  }

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const end = (status: number, value: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    answer(request).then(
      (value) => end(200, value),
      (error: Error) => end(400, { error: error.message }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ open, serviceOf },
    close: async () => {
      server.closeAllConnections();
      server.close();
      for (const service of worlds.values()) await service.close();
    },
  };
}
