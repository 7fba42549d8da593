import { z } from "zod";
import { idText, readForm } from "../fields.js";
import type { Hook, Received, SecretOf } from "../hook.js";
import { readEnvelope, readJson } from "../lossless-json.js";
import { forged, malformed } from "../refusal.js";
import { md5Hex, sameSignature } from "../signature.js";
import { youzanNotice } from "./youzan-message.js";

const SUCCESS = { type: "application/json", text: '{"code":0,"msg":"success"}' } as const;

const envelope = z.object({
  client_id: z.string().optional(),
  type: z.string().optional(),
  test: z.union([z.boolean(), z.string()]).optional(),
  sign: z.string().optional(),
  msg: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  id: idText.optional(),
});

/**
 * 有赞 waits 5 seconds and looks for `success` in the answer. `Event-Sign` is MD5 over client id, raw
 * body and client secret. Without that header the older `sign` in the body counts, which covers
 * `msg` as received and nothing else, so then the message's type is not believed.
 * https://doc.youzanyun.com/resource/doc/7634
 */
export function receiveYouzan(hook: Hook, { clientId, secret }: SecretOf<"youzan">): Received {
  const header = hook.header("event-sign");
  if (
    header !== undefined &&
    !sameSignature(header.toLowerCase(), md5Hex(clientId, hook.body, secret))
  ) {
    throw forged();
  }
  const said =
    header === undefined
      ? signedWithin(hook.body, { clientId, secret })
      : readForm(envelope, readJson(hook.body));
  if (String(said.test ?? false) === "true" || said.msg === undefined) return { reply: SUCCESS };
  const told = youzanNotice(messageOf(said.msg), {
    source: hook.source,
    type: header === undefined ? "" : (said.type ?? ""),
    hashPhone: hook.hashPhone,
  });
  return { ...(told ? { told } : {}), reply: SUCCESS };
}

/** An envelope whose own `sign` is right. @throws HookRefusal 401 */
function signedWithin(
  body: Uint8Array,
  { clientId, secret }: { readonly clientId: string; readonly secret: string },
): z.infer<typeof envelope> {
  const { success, data } = envelope.safeParse(readEnvelope(body));
  if (!success || typeof data.msg !== "string") throw forged();
  const expected = md5Hex(clientId, data.msg, secret);
  if (!sameSignature(data.sign?.toLowerCase() ?? "", expected)) throw forged();
  return readForm(envelope, readJson(body));
}

/** `msg` is JSON in URL encoding, or, in newer messages, an object. */
function messageOf(msg: string | Readonly<Record<string, unknown>>): unknown {
  if (typeof msg !== "string") return msg;
  try {
    return readJson(decodeURIComponent(msg.replaceAll("+", "%20")));
  } catch {
    throw malformed();
  }
}
