import { createHash } from "node:crypto";
import type { ExperimentRecord } from "../core/record.js";
import { isIntact, type Registration } from "../experiment/registration.js";
import { type Logged, type Verification, verifyAssignments } from "../experiment/verify.js";
import type { Store } from "../store/port.js";

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Whether a run is what was registered: its registration, and every assignment that was logged. */
export async function verifyRun(
  store: Store,
  client: string,
  { running, registration: frozen, hash }: ExperimentRecord,
): Promise<Verification & { readonly intact: boolean }> {
  const registration = frozen as Registration;
  const facts = await store.facts(client, "assigned");
  const log = facts.flatMap(({ group = "", data = {} }): Logged[] =>
    data.run === running.run
      ? [
          {
            group,
            block: Number(data.block),
            arm: String(data.arm),
            propensity: Number(data.propensity),
          },
        ]
      : [],
  );
  return {
    intact: isIntact(registration, hash, sha256),
    ...verifyAssignments(registration, log),
  };
}
