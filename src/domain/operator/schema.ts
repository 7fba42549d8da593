import { z } from "zod";
import { idField } from "../../core/fields.js";

export const roles = ["viewer", "operator", "owner"] as const;
export type Role = (typeof roles)[number];
const account = z.string().min(1).optional();
export const operatorsSchema = z.record(
  idField,
  z.strictObject({ telegram: account, wechat: account, sandbox: account, role: z.enum(roles) }),
);
