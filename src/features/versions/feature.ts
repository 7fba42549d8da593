import type { Feature } from "../../engine/feature.js";
import { enterStart } from "./history.js";
import { playbookHistoryCommand } from "./history-command.js";
import {
  playbookCheckCommand,
  playbookReloadCommand,
  playbookShowCommand,
} from "./playbook-command.js";
import { playbookRollbackCommand } from "./rollback-command.js";
import { text } from "./texts.js";
import { playbookDiffCommand, playbookUseCommand } from "./use-command.js";

/** The versions of clients' playbooks: what the files say, what is in use, what one group tries out, what was before. */
export const versions: Feature = {
  name: "versions",
  uses: ["experiment", "group", "persona", "script"],
  keeps: ["arm_adopted"],
  async takeUp({ store, playbooks, clock }, client) {
    const version = playbooks.current(client);
    if (version) await enterStart(store, version, clock.now());
  },
  commands: [
    playbookShowCommand,
    playbookCheckCommand,
    playbookReloadCommand,
    playbookDiffCommand,
    playbookUseCommand,
    playbookHistoryCommand,
    playbookRollbackCommand,
  ],
  texts: [text],
  about: { "in-use": "nobody", "files-seen": "nobody", "version-use": "nobody" },
};
