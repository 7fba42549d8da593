import { parseArgs } from "node:util";
import { installStandIn, startStandIn } from "./stand-in.js";

/** A MongoDB for trying things, which is gone when it ends: `npm run stand-in -- --port 27017`. */
const { values } = parseArgs({ options: { port: { type: "string", default: "27017" } } });
const port = Number(values.port);

try {
  const server = await startStandIn(await installStandIn(), { port });
  process.stdout.write(`${server.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => void server.stop());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
