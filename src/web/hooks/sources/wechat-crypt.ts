import { createDecipheriv } from "node:crypto";
import { forged, HookRefusal, malformed } from "../refusal.js";

const BLOCK = 32;

/**
 * Opens a message of WeChat's AES mode: AES-256-CBC, key = base64 of EncodingAESKey, IV = its first
 * 16 bytes, PKCS#7 to 32 bytes; inside 16 random bytes, the length in 4, the message, the app id.
 * Check the signature first: it covers the ciphertext, so that padding tells nobody anything.
 * https://developers.weixin.qq.com/doc/oplatform/developers/dev/push/encryption.html
 * @throws HookRefusal 400 when the key doesn't open it, 401 when it is meant for another app.
 */
export function openWechat(
  encrypted: string,
  { aesKey, appId }: { readonly aesKey: string; readonly appId: string },
): string {
  const plain = decrypt(encrypted, Buffer.from(`${aesKey}=`, "base64"));
  const padding = plain.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK || plain.length < 20 + padding) throw undecipherable();
  const end = plain.length - padding;
  const length = plain.readUInt32BE(16);
  if (20 + length > end) throw undecipherable();
  if (plain.toString("utf8", 20 + length, end) !== appId) throw forged();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(plain.subarray(20, 20 + length));
  } catch {
    throw malformed();
  }
}

function decrypt(encrypted: string, key: Buffer): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(
      false,
    );
    return Buffer.concat([decipher.update(encrypted, "base64"), decipher.final()]);
  } catch {
    throw undecipherable();
  }
}

/** Signed with our token and yet unreadable: most likely the AES key is not the shop's. */
const undecipherable = () => new HookRefusal(400, "AES_KEY");
