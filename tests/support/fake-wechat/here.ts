import { createRequire } from "node:module";

/** The packages that these tests need and an installation may lack (`npm ci --omit=optional`). */
const NEEDED = ["wechaty-puppet", "wechaty-puppet-service", "file-box"];
const { resolve } = createRequire(import.meta.url);
const lacking = NEEDED.filter((name) => {
  try {
    resolve(name);
    return false;
  } catch {
    return true;
  }
});

/**
 * Why tests with a puppet can't run here; undefined when they can.
 * @throws Error in CI, where nothing is skipped
 */
export const noWechaty =
  lacking.length === 0 ? undefined : `not installed: ${lacking.join(", ")} (npm ci)`;
if (noWechaty !== undefined && process.env.CI) throw new Error(noWechaty);
