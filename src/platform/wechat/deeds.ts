import type { Action, Receipt } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { OpenPuppet } from "./puppet.js";

/** Runs one call under the account's deadline; what it throws is a PlatformFailure. */
export type Calling = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** Does what an action says. @throws PlatformFailure */
export async function doAction(
  { puppet, fileOf }: OpenPuppet,
  calling: Calling,
  action: Action,
): Promise<Receipt> {
  const { chat } = action.to;
  switch (action.kind) {
    case "send_text":
      return receiptOf(
        await calling("messageSendText", () => puppet.messageSendText(chat, action.text)),
      );
    case "send_image": {
      const file = fileOf(Buffer.from(action.png, "base64"), "chart.png");
      return receiptOf(await calling("messageSendFile", () => puppet.messageSendFile(chat, file)));
    }
    default:
      throw new PlatformFailure({ kind: "unsupported" }, `WeChat has no ${action.kind}`);
  }
}

/** Of a puppet that doesn't tell a message's id it is sent all the same. */
const receiptOf = (id: unknown): Receipt =>
  typeof id === "string" && id !== "" ? { messageId: id } : {};
