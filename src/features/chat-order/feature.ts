import type { Feature } from "../../engine/feature.js";
import { noteChatOrders } from "./chat-orders.js";
import { chatOrdersNeeds } from "./chat-orders-need.js";
import {
  orderAddCommand,
  orderConfirmCommand,
  orderDropCommand,
  orderListCommand,
} from "./command.js";
import { sendChatOrderNotice } from "./notice.js";
import { text } from "./texts.js";

/** Orders that are typed in a group, for an operator to confirm. */
export const chatOrder: Feature = {
  name: "chat-order",
  uses: ["order"],
  needs: chatOrdersNeeds,
  decide: noteChatOrders,
  due: { notice: sendChatOrderNotice },
  commands: [orderListCommand, orderConfirmCommand, orderDropCommand, orderAddCommand],
  texts: [text],
};
