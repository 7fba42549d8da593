import type { Config } from "../config/config.js";
import type { Serving } from "../web/serve.js";

/**
 * The HTTP service, unless it is switched off. So far it says whether the bot is alive: its last poll
 * succeeded lately.
 * @throws UserError HTTP_ADDRESS, HTTP_PORT_BUSY, HTTP_LISTEN
 */
export async function serve(
  config: Pick<Config, "http">,
  health: () => { readonly ok: boolean },
): Promise<Serving | undefined> {
  if (config.http === undefined) return undefined;
  const [{ createWeb }, { serveWeb }] = await Promise.all([
    import("../web/web.js"),
    import("../web/serve.js"),
  ]);
  const app = createWeb({
    health,
    secrets: () => undefined,
    accept: async () => "stored",
    hashPhone: () => "",
    now: Date.now,
  });
  return serveWeb(app, config.http);
}
