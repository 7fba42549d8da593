import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import { type FactText, readFact } from "../fact-text.js";

export type FactTable = ReturnType<typeof factTable>;

/** What is only ever added: facts and playbook versions. */
export function factTable(db: Database) {
  const insert = db.prepare<[string, string, string]>(
    "INSERT INTO facts (client, kind, body) VALUES (?, ?, ?)",
  );
  const all = db.prepare<[string], FactText>(
    "SELECT seq, body FROM facts WHERE client = ? ORDER BY seq",
  );
  const ofKind = db.prepare<[string, string], FactText>(
    "SELECT seq, body FROM facts WHERE client = ? AND kind = ? ORDER BY seq",
  );
  const saveVersion = db.prepare<[string, string, string, string, Instant]>(
    `INSERT INTO versions (client, hash, content, saved_by, saved) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const version = db
    .prepare<[string, string], string>("SELECT content FROM versions WHERE client = ? AND hash = ?")
    .pluck();

  return {
    add: (client: string, fact: Fact) => insert.run(client, fact.kind, JSON.stringify(fact)),
    list(client: string, kind?: string): Fact[] {
      const rows = kind === undefined ? all.all(client) : ofKind.all(client, kind);
      return rows.map((row) => readFact(client, row));
    },
    saveVersion: (client: string, hash: string, content: string, by: string, now: Instant) =>
      saveVersion.run(client, hash, content, by, now),
    version: (client: string, hash: string) => version.get(client, hash),
  };
}
