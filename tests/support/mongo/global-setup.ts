import type { TestProject } from "vitest/node";
import { installStandIn, type StandIn, startStandIn } from "./stand-in.js";

/** The MongoDB that tests use, or why there is none. */
type TestServer =
  /** `python`: what runs further stand-ins; absent where MONGODB_URL names a server. */
  { readonly url: string; readonly python?: string } | { readonly missing: string };

declare module "vitest" {
  interface ProvidedContext {
    readonly mongodb: TestServer;
  }
}

let server: StandIn | undefined;

/** Starts the server once for a run. In CI nothing is left out for want of Python. */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env.MONGODB_URL;
  if (given) return project.provide("mongodb", { url: given });
  try {
    const python = await installStandIn();
    server = await startStandIn(python);
    project.provide("mongodb", { url: server.url, python });
  } catch (error) {
    if (process.env.CI) throw error;
    const missing = error instanceof Error ? error.message : String(error);
    console.warn(`Tests on MongoDB are left out: ${missing}`);
    project.provide("mongodb", { missing });
  }
}

/** Ends it with the run. */
export async function teardown(): Promise<void> {
  await server?.stop();
}
