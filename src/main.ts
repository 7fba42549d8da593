#!/usr/bin/env node
import { runCli } from "./cli/cli.js";

process.exit(await runCli(process.argv));
