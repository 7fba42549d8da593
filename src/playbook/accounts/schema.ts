import { z } from "zod";
import { idField, textField } from "../../core/fields.js";
import { ownLimitsSchema } from "../../domain/governor/schema.js";
import { ACCOUNT_VARIABLE } from "../read/env.js";

/** Names the variable that holds a secret; the secret itself may not stand in a file. */
const secretField = z
  .string()
  .regex(/^env:/, "ACCOUNT_SECRET")
  .refine((text) => !text.startsWith("env:") || ACCOUNT_VARIABLE.test(text.slice(4)), {
    message: "ACCOUNT_VARIABLE",
  });

const accountSchema = z.strictObject({
  platform: z.enum(["telegram", "wechat"]),
  /** Absent for the platform's first account. */
  name: idField.optional(),
  token: secretField,
  /** The package that speaks to WeChat; there is none that is taken by itself. */
  puppet: z.enum(["wechaty-puppet-service", "@juzi/wechaty-puppet-service"]).optional(),
  /** Where the puppet's service is, when its token doesn't say it. */
  endpoint: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, "ACCOUNT_ENDPOINT")
    .optional(),
  tls: z.boolean().optional(),
  /** Whoever the account is registered for: a ban of one account can reach all of theirs. */
  real_name: textField.optional(),
  /** In the place of those that hold for accounts of its kind, at the owner's own risk. */
  limits: ownLimitsSchema.optional(),
  /** It has been in use for weeks: no slow beginning. */
  warmed_up: z.boolean().optional(),
});

/** The accounts of an installation: `accounts.yaml` beside the clients' folders. */
export const accountsSchema = z.strictObject({
  version: z.literal(1),
  accounts: z.array(accountSchema).min(1),
});
export type AccountsFile = z.infer<typeof accountsSchema>;
export type AccountEntry = AccountsFile["accounts"][number];
