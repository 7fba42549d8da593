#!/usr/bin/env node
import { heedEndSignals } from "./cli/end-signals.js";
import { heedPrinting } from "./cli/printed.js";

// Other commands may compute for minutes without a pause in which Node would call a handler.
if ((process.argv[2] ?? "run") === "run") heedEndSignals();
heedPrinting();
const { runCli } = await import("./cli/cli.js");
process.exit(await runCli(process.argv));
