import { afterAll } from "vitest";
import "../../src/app/features.js";
import { PERSONAS, PLAYBOOKS } from "./config.js";

/** What a test runs by way of the environment finds the suite's own playbooks too. */
process.env.SUANPAN_PLAYBOOKS = PLAYBOOKS;
process.env.SUANPAN_PERSONAS = PERSONAS;

/** The next file finds the folder and the environment as this one did: a worker takes one after the other. */
const folder = process.cwd();
const environment = { ...process.env };
afterAll(() => {
  process.chdir(folder);
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) delete process.env[name];
  }
  Object.assign(process.env, environment);
});
