import { text as domainText } from "../../domain/experiment/report/texts.js";
import type { Feature } from "../../engine/feature.js";
import { giveUpAdopted } from "./adopt.js";
import { experimentAdoptCommand } from "./adopt-command.js";
import { AUDITED } from "./audit.js";
import {
  experimentListCommand,
  experimentPlanCommand,
  experimentReportCommand,
  experimentRollbackCommand,
  experimentStartCommand,
  experimentStopCommand,
  experimentVerifyCommand,
  heuristicsCommand,
  mastersCommand,
} from "./command.js";
import { endChanged } from "./daily-look.js";
import { frozenBy, noteVersion } from "./freeze.js";
import { frozenText } from "./freeze-text.js";
import { openDay } from "./open-day.js";
import { text } from "./texts.js";

import "./records.js";

/** Experiments: started, looked at each local midnight, concluded, adopted, audited. */
export const experiment: Feature = {
  name: "experiment",
  uses: ["schedule"],
  keeps: AUDITED,
  due: { day: (deps, due) => openDay(deps, due.client, due) },
  async takeUp(deps, client) {
    const { playbooks } = deps;
    // What one group tries out changes what a run compares as well.
    const version = playbooks.canary(client)?.version ?? playbooks.current(client);
    if (version) await noteVersion(deps.store, version);
    await endChanged(deps, client);
    await giveUpAdopted(deps, client);
    await openDay(deps, client, await deps.store.get(client, "day", "client"));
  },
  async objections({ store }, version) {
    const { locale } = version.playbook;
    return (await frozenBy(store, version)).map((one) => ({ says: frozenText(one, locale) }));
  },
  commands: [
    experimentListCommand,
    experimentPlanCommand,
    experimentStartCommand,
    experimentStopCommand,
    experimentReportCommand,
    experimentVerifyCommand,
    experimentAdoptCommand,
    experimentRollbackCommand,
    heuristicsCommand,
    mastersCommand,
  ],
  texts: [text, domainText],
  about: { experiment: "nobody", day: "nobody" },
};
