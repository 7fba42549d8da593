import { FileBox } from "file-box";
import type { OpenPuppet } from "../../../src/platform/wechat/puppet.js";
import type { Wechat } from "./client.js";
import { clientOf } from "./grpc-client.js";

/** The adapter's line to a fake: not started yet, as the adapter wants it. */
export async function openLine(
  wechat: Wechat,
): Promise<OpenPuppet & { readonly fence: () => Promise<void> }> {
  const { puppet, close, settled } = await clientOf(wechat);
  return {
    puppet,
    fileOf: (bytes, name) => FileBox.fromBuffer(bytes, name),
    disconnect: () => void close(),
    fence: settled,
  };
}
