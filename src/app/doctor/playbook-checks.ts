import { accountId } from "../../core/account-id.js";
import { versionsOf } from "../../playbook/versions/version.js";
import type { Config } from "../config.js";
import { checkFolders, findingLine } from "../playbook-files.js";
import type { NamedChat } from "./account-checks.js";
import { bad, type Checked, ok, warn } from "./checked.js";

/** Playbooks and personas as `suanpan check` sees them, and the groups that they name. */
export async function playbookChecks(
  config: Config,
): Promise<{ readonly found: readonly Checked[]; readonly chats: readonly NamedChat[] }> {
  const checked = await checkFolders(config);
  const { findings, personas, playbooks } = checked;
  const errors = findings.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first)
    return {
      found: [bad("DOCTOR_PLAYBOOKS_BROKEN", { n: errors.length, first: findingLine(first) })],
      chats: [],
    };
  if (playbooks.length === 0)
    return { found: [bad("PLAYBOOKS_NONE", { path: config.playbooks })], chats: [] };
  const clients = playbooks.map(({ playbook }) => playbook.client).join(", ");
  const warnings = findings.length;
  return {
    found: [
      ok("DOCTOR_PLAYBOOKS", { n: playbooks.length, clients, personas: personas.length }),
      ...(warnings > 0 ? [warn("DOCTOR_PLAYBOOKS_WARNED", { n: warnings })] : []),
    ],
    chats: versionsOf(checked, config.env).flatMap(({ playbook }) =>
      Object.entries(playbook.groups.chats).map(([name, { platform, account, chat }]) => ({
        ...{ account: accountId(platform, account), chat, name: `${playbook.client}/${name}` },
      })),
    ),
  };
}
