import { type Role, roles } from "./schema.js";

/** Whether someone of `role` may do what asks for `needed`: an owner may do all, a viewer only look. */
export function mayRun(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
