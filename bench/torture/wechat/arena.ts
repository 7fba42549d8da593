import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Deed } from "../../../tests/support/fake-wechat/deeds.js";
import type { Made } from "../../../tests/support/fake-wechat/faults.js";
import type { Sent } from "../../../tests/support/fake-wechat/state.js";
import type { FastClock } from "../../../tests/support/faketime.js";
import type { Running } from "../../../tests/support/process.js";
import { until } from "../../../tests/support/until.js";
import { openProcesses, writeHouse } from "../processes.js";

type Options = {
  readonly folder: string;
  readonly client: string;
  readonly playbook: string;
  readonly personas: Readonly<Record<string, string>>;
  /** What time it is, for the fake and for the bot. */
  readonly clock: FastClock;
};

/** A fake WeChat as a process of its own, and the built bot on it over gRPC, both on one clock. */
export async function openWechatArena({ clock, folder, ...house }: Options) {
  const { launch, close } = openProcesses();
  await writeHouse({ folder, ...house });
  const main = "tests/support/fake-wechat/main.ts";
  const ports = ["--port", "0", "--control", "0"];
  const env = () => ({ ...clock.env(), HOME: join(folder, "home") });
  const fake = launch(["--import", "tsx", main, ...ports], env());
  await until("the fake WeChat says where it is", () => /^token .*\n/m.test(fake.stdout()));
  const saysOf = (what: string) => new RegExp(`^${what} (\\S+)$`, "m").exec(fake.stdout())?.[1];
  const control = saysOf("control");

  /** Does them in this order. @returns what each was asked for @throws Error what WeChat refuses */
  async function doAll(deeds: readonly Deed[]): Promise<readonly unknown[]> {
    const body = JSON.stringify({ deeds });
    const response = await fetch(`${control}/do`, { method: "POST", body });
    const answer = (await response.json()) as { results: unknown[]; error?: string };
    if (!response.ok) throw new Error(`the fake WeChat: ${answer.error}`);
    return answer.results;
  }
  const from = async <T>(deed: "sent" | "calls", n: number) =>
    (await doAll([{ deed, from: n }]))[0] as readonly T[];

  const account = `platform: wechat, puppet: wechaty-puppet-service, token: env:WECHATY_TOKEN`;
  const where = `endpoint: "${saysOf("endpoint")}", tls: false, warmed_up: true`;
  const accounts = `version: 1\naccounts:\n  - { ${account}, ${where} }\n`;
  await writeFile(join(folder, "playbooks", "accounts.yaml"), accounts);
  const file = join(folder, "data", "suanpan.db");
  return {
    file,
    doAll,
    /** What the fake has taken in from the nth on, oldest first, each with its instant there. */
    sent: (n = 0) => from<Sent>("sent", n),
    /** What the fake was asked from the nth call on, oldest first, each with its instant there. */
    calls: (n = 0) => from<Made>("calls", n),
    run: (more: Readonly<Record<string, string>> = {}): Running =>
      launch([fileURLToPath(new URL("../../../dist/main.js", import.meta.url)), "run"], {
        ...env(),
        LANG: "en_US.UTF-8",
        WECHATY_TOKEN: saysOf("token") ?? "",
        SUANPAN_STORE: `sqlite:${file}`,
        SUANPAN_HTTP: "off",
        SUANPAN_PLAYBOOKS: join(folder, "playbooks"),
        SUANPAN_PERSONAS: join(folder, "personas"),
        ...more,
      }),
    /** Ends whatever still runs. */
    close,
  };
}
