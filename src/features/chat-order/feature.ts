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
  about: {
    typed: ({ value }, { is, named }) => {
      if (!is(value.by) && !named(value.name)) return value;
      const { by: _by, list: _list, message: _message, ...rest } = value;
      return { ...rest, name: "", state: value.state === "waiting" ? "dropped" : value.state };
    },
    notice: "nobody",
  },
};
