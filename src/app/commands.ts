import type { CommandSpec } from "../engine/commands/command.js";
import {
  couponGrantCommand,
  couponStatsCommand,
  couponVoidCommand,
} from "../features/coupon/command.js";
import { experimentAdoptCommand } from "../features/experiment/adopt-command.js";
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
} from "../features/experiment/command.js";
import { bindCommand } from "../features/group/bind-command.js";
import { groupsCommand } from "../features/group/groups-command.js";
import { unbindCommand } from "../features/group/unbind-command.js";
import { helpCommand } from "../features/operations/help-command.js";
import { pauseCommand, resumeCommand } from "../features/operations/pause-command.js";
import {
  playbookCheckCommand,
  playbookReloadCommand,
  playbookShowCommand,
} from "../features/operations/playbook-command.js";
import { retryCommand } from "../features/operations/retry-command.js";
import { sayCommand } from "../features/operations/say-command.js";
import { statusCommand } from "../features/operations/status-command.js";
import { whoamiCommand } from "../features/operations/whoami-command.js";
import { ordersCreditsCommand } from "../features/order/attribution-command.js";
import {
  orderAddCommand,
  orderConfirmCommand,
  orderDropCommand,
  orderListCommand,
} from "../features/order/order-command.js";
import { ordersAssignCommand, ordersUnmatchedCommand } from "../features/order/orders-command.js";
import { personaListCommand, personaUseCommand } from "../features/persona/command.js";
import {
  promoListCommand,
  promoOffCommand,
  promoOnCommand,
  quoteCommand,
} from "../features/promo/command.js";
import {
  scheduleListCommand,
  schedulePauseCommand,
  scheduleResumeCommand,
} from "../features/schedule/command.js";
import { scriptStartCommand } from "../features/script/command.js";

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
