import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Running, start } from "../../tests/support/process.js";

/** Every process of a trial; none of them outlives the run. */
const processes = new Set<Running>();
process.once("exit", () => {
  for (const running of processes) running.kill();
});

/** The processes of one trial. */
export function openProcesses() {
  const mine = new Set<Running>();
  return {
    launch(args: readonly string[], env: Readonly<Record<string, string>>): Running {
      const running = start(args, env);
      mine.add(running);
      processes.add(running);
      return running;
    },
    /** Ends whatever still runs. */
    async close(): Promise<void> {
      for (const running of mine) running.kill();
      await Promise.all([...mine].map((running) => running.exit()));
      for (const running of mine) processes.delete(running);
    },
  };
}

type House = {
  readonly folder: string;
  readonly client: string;
  readonly playbook: string;
  /** Personas by their id. */
  readonly personas: Readonly<Record<string, string>>;
};

/** Writes a client's playbook and its personas. @returns the playbook's file */
export async function writeHouse({ folder, client, playbook, personas }: House): Promise<string> {
  await mkdir(join(folder, "playbooks", client), { recursive: true });
  await mkdir(join(folder, "personas"), { recursive: true });
  const file = join(folder, "playbooks", client, "playbook.yaml");
  await writeFile(file, playbook);
  for (const [id, text] of Object.entries(personas))
    await writeFile(join(folder, "personas", `${id}.yaml`), text);
  return file;
}
