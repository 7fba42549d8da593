import { z } from "zod";
import { idField, textField } from "../../core/fields.js";

export const groupsSchema = z.strictObject({
  /** Seats in a group; everyone counts, the bot too. */
  capacity: z.int().min(3, "PLAYBOOK_CAPACITY").default(200),
  /** Seats kept free for staff. */
  reserve: z.int().min(0).default(2),
  overflow: z.enum(["next", "waitlist"]).default("next"),
  pools: z.record(idField, z.strictObject({ title: textField })).default({}),
  chats: z
    .record(
      idField,
      z.strictObject({
        platform: z.enum(["telegram", "wechat", "sandbox"]),
        /** The name of a further account; without it the first one's. */
        account: idField.optional(),
        chat: z.string().min(1),
        pool: idField,
      }),
    )
    .default({}),
});
export type Groups = z.infer<typeof groupsSchema>;
