import type { CommandSpec } from "./command.js";
import { bindCommand } from "./commands/bind.js";
import { couponGrantCommand, couponStatsCommand, couponVoidCommand } from "./commands/coupon.js";
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
} from "./commands/experiment.js";
import { experimentAdoptCommand } from "./commands/experiment-adopt.js";
import { groupsCommand } from "./commands/groups.js";
import { helpCommand } from "./commands/help.js";
import {
  orderAddCommand,
  orderConfirmCommand,
  orderDropCommand,
  orderListCommand,
} from "./commands/order.js";
import { ordersCreditsCommand } from "./commands/order-credits.js";
import { ordersAssignCommand, ordersUnmatchedCommand } from "./commands/orders.js";
import { pauseCommand, resumeCommand } from "./commands/pause.js";
import { personaListCommand, personaUseCommand } from "./commands/persona.js";
import {
  playbookCheckCommand,
  playbookReloadCommand,
  playbookShowCommand,
} from "./commands/playbook.js";
import {
  promoListCommand,
  promoOffCommand,
  promoOnCommand,
  quoteCommand,
} from "./commands/promo.js";
import { retryCommand } from "./commands/retry.js";
import { sayCommand } from "./commands/say.js";
import {
  scheduleListCommand,
  schedulePauseCommand,
  scheduleResumeCommand,
} from "./commands/schedule.js";
import { scriptStartCommand } from "./commands/script.js";
import { statusCommand } from "./commands/status.js";
import { unbindCommand } from "./commands/unbind.js";
import { whoamiCommand } from "./commands/whoami.js";

/** Every command, in the order of `/help`. */
export const commands: readonly CommandSpec[] = [
  helpCommand(() => commands),
  statusCommand,
  groupsCommand,
  bindCommand,
  unbindCommand,
  pauseCommand,
  resumeCommand,
  personaListCommand,
  personaUseCommand,
  scriptStartCommand,
  scheduleListCommand,
  schedulePauseCommand,
  scheduleResumeCommand,
  sayCommand,
  playbookShowCommand,
  playbookCheckCommand,
  playbookReloadCommand,
  promoListCommand,
  promoOnCommand,
  promoOffCommand,
  quoteCommand,
  couponStatsCommand,
  couponGrantCommand,
  couponVoidCommand,
  orderListCommand,
  orderConfirmCommand,
  orderDropCommand,
  orderAddCommand,
  ordersUnmatchedCommand,
  ordersAssignCommand,
  ordersCreditsCommand,
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
  retryCommand,
  whoamiCommand,
];
