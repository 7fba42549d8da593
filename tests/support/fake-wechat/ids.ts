import { createHash } from "node:crypto";

const digest = (text: string) => createHash("sha256").update(text).digest();
const letters = (text: string, many: number) =>
  [...digest(text)]
    .map((byte) => (byte % 36).toString(36))
    .slice(0, many)
    .join("");
const digits = (text: string, many: number) =>
  digest(text).readBigUInt64BE(0).toString().padStart(20, "1").slice(-many).replace(/^0/, "1");

/** A person's id as WeChat gives them, the same for the same seed. */
export const personId = (seed: string): string => `wxid_${letters(seed, 14)}`;
/** A group's id as WeChat gives them. */
export const roomId = (seed: string): string => `${digits(seed, 11)}@chatroom`;
/** A message's id as WeChat gives them: a number beyond 2^53. */
export const messageId = (seed: string): string => digits(seed, 19);
/** What web puppets call a group, or a person, until the next login. */
export const passingId = (seed: string, of: "room" | "person"): string => {
  const hex = digest(seed).toString("hex");
  return of === "room" ? `@@${hex}` : `@${hex.slice(0, 32)}`;
};

/** Accounts of WeChat's own. */
export const SYSTEM_ACCOUNTS = ["weixin", "fmessage", "filehelper", "newsapp"] as const;
