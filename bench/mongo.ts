import { installStandIn } from "../tests/support/mongo/stand-in.js";
import { acceptToCommit } from "./accept-to-commit.js";
import { decisions } from "./mongo/decisions.js";
import { dispatch } from "./mongo/dispatch.js";
import { openServer } from "./mongo/server.js";
import { takeover } from "./mongo/takeover.js";
import { print } from "./statistics.js";
import { TALKERS } from "./traffic.js";

/** Of each group only those who talk are written down. */
const PACE = { perSecond: 50, seconds: 30, written: TALKERS };

/** From accept to commit at a pace that both bear. */
async function latency(python: string) {
  const server = await openServer(python);
  const mongo = await acceptToCommit({ ...PACE, at: server.at });
  await server.close();
  return { mongo, sqlite: await acceptToCommit(PACE) };
}

const parts = { decisions, latency, takeover, dispatch };
const only = process.argv[2];
const results: Record<string, unknown> = {};
const python = await installStandIn();
for (const [name, part] of Object.entries(parts))
  if (only === undefined || name === only)
    results[name] = await part(python).catch((error: unknown) => ({ failed: String(error) }));
print(results);
