import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** What a puppet keeps over restarts: which of its server's events it heard last. */
export type Resume = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
};

/**
 * Keeps it in one small file that only its user can read. A disk that fails costs what happened during a restart,
 * nothing more: the package's own database would end the process.
 */
export function createResume(path: string): Resume {
  const kept = new Map<string, string>(readFrom(path));
  let isDue = false;

  function write(): void {
    isDue = false;
    try {
      writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    } catch {
      // The next event tries again.
    }
  }
  /** Each event sets three of them. */
  const changed = () => {
    if (!isDue) setImmediate(write);
    isDue = true;
  };

  return {
    get: async (key) => kept.get(key),
    async set(key, value) {
      kept.set(key, value);
      changed();
    },
    async delete(key) {
      kept.delete(key);
      changed();
    },
  };
}

function readFrom(path: string): [string, string][] {
  try {
    const read: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof read !== "object" || read === null) return [];
    return Object.entries(read).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
  } catch {
    return [];
  }
}
