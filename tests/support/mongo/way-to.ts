import { BSON } from "mongodb";
import { startProxy } from "../proxy.js";
import { serverUrl } from "./databases.js";

/** The way to a server by which something is done to what passes. */
export async function wayTo(server = serverUrl) {
  const [, host = "", port = ""] = /@?([^/@:,]+):(\d+)/.exec(server) ?? [];
  const proxy = await startProxy({ host, port: Number(port) });
  return { ...proxy, url: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true` };
}

/** A refusal of what was asked, as a server sends it. */
function refusal(asked: Buffer, why: object): Buffer {
  const body = BSON.serialize({ ok: 0, errmsg: "refused", ...why });
  // https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/#op_msg
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(asked.readInt32LE(4), 8);
  head.writeInt32LE(2_013, 12);
  return Buffer.concat([head, body]);
}
/** To whoever may not do it. */
export const forbidden = (asked: Buffer): Buffer =>
  refusal(asked, { code: 13, codeName: "Unauthorized" });
/** To a transaction that wants what another has. */
export const conflict = (asked: Buffer): Buffer =>
  refusal(asked, {
    ...{ code: 112, codeName: "WriteConflict" },
    errorLabels: ["TransientTransactionError"],
  });
