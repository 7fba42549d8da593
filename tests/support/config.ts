import { type Config, readConfig } from "../../src/app/config.js";

/** The suite's own playbooks and personas: copies of the examples, which nobody edits. */
export const PLAYBOOKS = "tests/fixtures/playbooks";
export const PERSONAS = "tests/fixtures/personas";

/** The configuration of an environment, on the suite's own playbooks unless it names others. */
export const testConfig = (env: NodeJS.ProcessEnv = {}): Config =>
  readConfig({ SUANPAN_PLAYBOOKS: PLAYBOOKS, SUANPAN_PERSONAS: PERSONAS, ...env });
