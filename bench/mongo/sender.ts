import { openPlaybooks } from "../../dist/app/open-playbooks.js";
import { createRuntime } from "../../dist/app/runtime.js";
import { systemClock } from "../../dist/core/time/clock.js";
import type { Platform } from "../../dist/platform/port.js";
import { noEnv } from "../../dist/playbook/read/env.js";
import { openStore } from "../open-store.js";
import { heard, tell } from "../workers.js";
import { brands } from "./houses.js";

const LEASE_MS = 10_000;

/** A platform without limits that tells what it was given to send, and by which account. */
function telling(account: string): Platform {
  return {
    ...{
      id: "telegram",
      account,
      self: { id: "42" },
      capabilities: new Set(["send_text"] as const),
    },
    start: async () => {},
    async perform(action) {
      if (action.kind === "send_text") tell({ sent: action.text });
      return { messageId: "1" };
    },
    count: async () => 2,
    health: () => ({ ok: true, notes: [] }),
    stop: async () => {},
  };
}

/** The whole runtime, which shares the work with whoever else is there. */
async function send(at: string, folder: string): Promise<void> {
  const store = await openStore(at);
  const { playbooks, files } = await openPlaybooks({
    ...{ playbooks: `${folder}/playbooks`, personas: `${folder}/personas` },
    ...{ lang: "en", env: noEnv },
  });
  const runtime = createRuntime({
    ...{ store, playbooks, files, clock: systemClock },
    platforms: brands.map(({ account }) => telling(account)),
    shares: {
      ...{ where: `bench:${process.pid}`, leaseMs: LEASE_MS, env: noEnv },
      reopen: (account) => telling(account),
      onWaiting: () => {},
      onOwned: ({ accounts }) => tell({ owned: accounts.length }),
      onUnreadable: () => {},
    },
    onBug: (what, error) => tell({ bug: `${what}: ${String(error)}` }),
  });
  await runtime.start();
  runtime.drive();
  await heard();
  await runtime.stop();
  await store.close();
}

await send(process.argv[2] ?? "", process.argv[3] ?? "");
process.disconnect();
