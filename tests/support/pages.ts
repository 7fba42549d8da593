import { entryOperations } from "../../src/features/entry/operations.js";
import { pageNamed } from "../../src/features/entry/page.js";
import { createWeb } from "../../src/web/hooks/web.js";
import type { Town } from "./town.js";

export type Pages = ReturnType<typeof pagesOf>;

/** The pages of a town, as browsers get them; each is looked up anew. */
export function pagesOf(town: Pick<Town, "store" | "playbooks" | "clock">) {
  let ticks = 0;
  const app = createWeb({
    health: () => ({ ok: true }),
    secrets: () => undefined,
    accept: async () => "stored",
    hashPhone: (_client, phone) => ({ phone }),
    now: town.clock.now,
    join: { page: (name, source) => pageNamed(town, name, source), ticks: () => ticks },
  });
  const get = async (path: string) => {
    ticks += 2_000;
    return app.request(path);
  };
  return {
    get,
    /** What a page says, without its marks; and where its button leads. */
    open: async (path: string) => {
      const answer = await get(path);
      const html = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        html,
        link: /<a class="go"[^>]* href="([^"]+)"/.exec(html)?.[1],
      };
    },
    /** The address of a pool's page. */
    path: async (client: string, pool: string): Promise<string> => {
      const deps = { ...town, platforms: [], governorOf: () => undefined };
      const pages = await entryOperations(deps).pages(client);
      const address = pages.find((page) => page.pool === pool)?.address ?? "";
      return address.slice(address.indexOf("/join/"));
    },
  };
}
