import type { Deed } from "./deeds.js";
import { FAULT_KINDS } from "./faults.js";

type Reading = readonly [RegExp, (...parts: string[]) => Deed | undefined];

/** What people type at the fake, by the shape of the line; the first that fits. */
const READINGS: readonly Reading[] = [
  [/^room (.+?)(?: of (\S+))?$/, (topic = "", owner) => ({ deed: "room", topic, owner })],
  [
    /^(\S+) joins (.+?)(?: by (\S+))?$/,
    (person = "", room = "", inviter) => ({ deed: "join", room, persons: [person], inviter }),
  ],
  [
    /^(\S+) slips into (.+)$/,
    (person = "", room = "") => ({ deed: "join", room, persons: [person], silent: true }),
  ],
  [
    /^(\S+) leaves (.+?)(?: by (\S+))?$/,
    (person = "", room = "", remover) => ({ deed: "leave", room, person, remover }),
  ],
  [
    /^(\S+) calls (.+?) (\S+)$/,
    (by = "", room = "", text = "") => ({ deed: "topic", by, room, text }),
  ],
  [/^(mend|login|break)$/, (deed) => ({ deed: deed as "mend" | "login" | "break" })],
  [/^logout(?: (.+))?$/, (reason) => ({ deed: "logout", reason })],
  [/^replay (\d+)$/, (many) => ({ deed: "replay", many: Number(many) })],
  [
    /^fault (\w+) (\w+)(?: (\d+))?$/,
    (method = "", name, times) => {
      const kind = FAULT_KINDS.find((known) => known === name);
      return kind && { deed: "fault", method, kind, times: Number(times ?? 1) };
    },
  ],
  [
    /^([^\s@:]+)@([^:]+): ?(.*)$/,
    (from = "", room = "", text = "") => ({ deed: "say", from, room, text }),
  ],
  [/^([^\s@:]+): ?(.*)$/, (from = "", text = "") => ({ deed: "say", from, text })],
];

/** What a line says is to be done; nothing when it can't be read. */
export function readLine(line: string): Deed | undefined {
  for (const [shape, read] of READINGS) {
    const match = shape.exec(line);
    if (match) return read(...match.slice(1));
  }
  return undefined;
}
