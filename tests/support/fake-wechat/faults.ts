/**
 * What goes wrong with a call. `reject`: it is refused. `vanish`: answered as if it had been done, and was not.
 * `regret`: done, and refused all the same. `lost`: done, and the connection breaks before the answer. `unanswered`: done, and never answered.
 * `hang`: neither done nor answered.
 */
export const FAULT_KINDS = ["reject", "vanish", "regret", "lost", "unanswered", "hang"] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

export type Fault = {
  /** The puppet's: `messageSendText`. */
  readonly method: string;
  readonly kind: FaultKind;
  readonly times?: number;
  /** What a refusal says. */
  readonly message?: string;
};

/** A call that a client has made. */
export type Call = { readonly method: string; readonly args: readonly unknown[] };
/** A call, and when it came. */
export type Made = Call & { readonly at: number };
export type Faults = ReturnType<typeof createFaults>;

const forEver = () => new Promise<never>(() => {});

/** The calls that were made, and those that are to go wrong. */
export function createFaults(breakConnections: () => void, now: () => number = Date.now) {
  let faults: { readonly fault: Fault; left: number }[] = [];
  const calls: Made[] = [];
  const next = (method: string): Fault | undefined => {
    const found = faults.find(({ fault, left }) => left > 0 && fault.method === method);
    if (found) found.left -= 1;
    return found?.fault;
  };
  return {
    /** Every call, oldest first. */
    calls: calls as readonly Made[],
    add: (fault: Fault) => {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    /** How many calls are still to go wrong. */
    left: () => faults.reduce((sum, { left }) => sum + left, 0),
    mend: () => {
      faults = [];
    },
    /** Does what a call asks for, or goes wrong; `vanished` is answered where nothing was done. */
    async through<T>(call: Call, deed: () => T | Promise<T>, vanished: () => T): Promise<T> {
      calls.push({ ...call, at: now() });
      const fault = next(call.method);
      if (!fault) return deed();
      switch (fault.kind) {
        case "reject":
          throw new Error(fault.message ?? "the puppet refuses");
        case "vanish":
          return vanished();
        case "hang":
          return forEver();
        case "unanswered":
          await deed();
          return forEver();
        case "regret":
          await deed();
          throw new Error(fault.message ?? "the puppet thinks better of it");
        case "lost":
          await deed();
          breakConnections();
          return forEver();
      }
    },
  };
}
