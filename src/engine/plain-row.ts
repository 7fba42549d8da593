import type { NewRow } from "../store/port.js";

type Plain = Pick<NewRow, "key" | "action" | "account" | "group"> & {
  readonly now: NewRow["made"];
  readonly livesMs: number;
};

/** A row that no decision made: due at once, before what members are told, and sent again in doubt. */
export const plainRow = ({ now, livesMs, ...row }: Plain): NewRow => ({
  ...row,
  made: now,
  due: now,
  expires: now + livesMs,
  unasked: false,
  rank: 0,
  onUncertain: "resend",
});
