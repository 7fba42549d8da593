import { withListedAccounts } from "../accounts-file.js";
import type { Config } from "../config.js";
import { accountChecks, clockCheck, type NamedChat } from "./account-checks.js";
import { type Checked, looked } from "./checked.js";
import { diskCheck, httpCheck, storeCheck } from "./place-checks.js";
import { playbookChecks } from "./playbook-checks.js";
import { envFileCheck, nodeCheck, packagesCheck, settingsCheck } from "./program-checks.js";

export type { Checked };

/**
 * Looks at all that a bot needs, changes nothing, and holds up no bot that runs.
 * @returns what was found, in the order in which it was looked at; a user's mistake is one of them
 */
export async function examine(given: Config): Promise<readonly Checked[]> {
  const config = await withListedAccounts(given);
  let chats: readonly NamedChat[] = [];
  const playbooks = async () => {
    const its = await playbookChecks(config);
    chats = its.chats;
    return its.found;
  };
  const looks = [
    () => nodeCheck(),
    () => packagesCheck(),
    () => envFileCheck(config),
    () => settingsCheck(config),
    playbooks,
    () => accountChecks(config, chats),
    () => clockCheck(config),
    () => httpCheck(config),
    () => storeCheck(config),
    () => diskCheck(config),
  ];
  const found: Checked[] = [];
  for (const look of looks) found.push(...(await looked(look)));
  return found;
}
