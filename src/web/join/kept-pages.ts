import type { Page } from "../../features/entry/page.js";
import type { JoinDeps } from "./deps.js";

/** A page that was looked up is shown so long to everybody: a crowd costs no more than one person. */
const KEPT_MS = 1_000;
/** Strangers write names and sources, so no more are kept. */
const MOST_KEPT = 500;

type Kept = { readonly page: Promise<Page | undefined>; readonly until: number };

/** Looks pages up, each once a second at most. */
export function keptPages({ page, ticks = () => performance.now() }: JoinDeps): JoinDeps["page"] {
  const kept = new Map<string, Kept>();
  return (name, source) => {
    const now = ticks();
    const key = `${name}?${source ?? ""}`;
    const known = kept.get(key);
    if (known && known.until > now) return known.page;
    const asked = page(name, source);
    kept.delete(key);
    kept.set(key, { page: asked, until: now + KEPT_MS });
    // Nobody is shown for a second what failed once.
    asked.catch(() => void kept.delete(key));
    for (const [oldest] of kept) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return asked;
  };
}
