#!/usr/bin/env node
import { heedEndSignals } from "./cli/end-signals.js";
import { heedPrinting } from "./cli/printed.js";

// Other commands may compute for minutes without a pause in which Node would call a handler.
if ((process.argv[2] ?? "run") === "run") heedEndSignals();
heedPrinting();
const [{ runCli }, { readEnvFile }] = await Promise.all([
  import("./cli/cli.js"),
  import("./app/env-file.js"),
]);
process.exit(await runCli(process.argv, readEnvFile));
