import { Hono } from "hono";
import { sourceIn } from "../../features/entry/source-id.js";
import { createAllowance } from "./allowance.js";
import type { JoinDeps } from "./deps.js";
import { keptPages } from "./kept-pages.js";
import { pageHtml, STYLE_SOURCE } from "./page-html.js";

/** Longer names are no page's: a pool's id has 64 signs at most. */
const MOST_NAME = 80;
/** Nothing is loaded or run but the page's own style and its picture; links lead out of any frame. */
const POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_SOURCE}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
/** How soon a link is looked for that is being made. */
const LOOK_AGAIN_S = 2;

/**
 * `GET /join/:name`: how to come into a pool's groups. 200 with the page; 404 for a name that is nobody's, the same
 * for all; 429 to whoever looks for names; 503 while the store can't be read.
 */
export function createJoin(deps: JoinDeps): Hono {
  const join = new Hono();
  const allowance = createAllowance(deps.ticks);
  const pageOf = keptPages(deps);
  join.get("/:name", async (c) => {
    c.header("content-security-policy", POLICY);
    c.header("x-robots-tag", "noindex");
    const name = c.req.param("name");
    if (name.length > MOST_NAME) return c.text("404", 404);
    if (!allowance.mayAsk()) {
      c.header("retry-after", "1");
      return c.text("429", 429);
    }
    let page: Awaited<ReturnType<JoinDeps["page"]>>;
    try {
      page = await pageOf(name, sourceIn(c.req.query("s")));
    } catch {
      c.header("retry-after", "10");
      return c.text("503", 503);
    }
    if (!page) {
      allowance.missed();
      return c.text("404", 404);
    }
    if (page.comes) c.header("refresh", String(LOOK_AGAIN_S));
    return c.html(pageHtml(page));
  });
  return join;
}
