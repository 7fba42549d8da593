import { PERSONAS, PLAYBOOKS } from "./config.js";

/** What a test runs by way of the environment finds the suite's own playbooks too. */
process.env.SUANPAN_PLAYBOOKS = PLAYBOOKS;
process.env.SUANPAN_PERSONAS = PERSONAS;
