import type { Problem } from "../findings/finding.js";
import { prefixOf } from "../read/env.js";
import type { Loaded } from "../read/load.js";
import { valueAt } from "../read/shape.js";

/** Ids that another file before this one has taken. */
export function twins(each: Loaded, all: readonly Loaded[]): Problem[] {
  if (each.kind === "unreadable" || each.kind === "promos") return [];
  if (each.kind === "accounts") return secondFile(each, all);
  const key = each.kind === "playbook" ? "client" : "id";
  const idOf = (one: Loaded) =>
    one.kind === each.kind && "source" in one ? valueAt(one.source.value, [key]) : undefined;
  const id = idOf(each);
  const before = all.slice(0, all.indexOf(each));
  const other = before.find((one) => id !== undefined && idOf(one) === id);
  if (!other) return alikeClients(each, before);
  const code = each.kind === "playbook" ? "PLAYBOOK_CLIENT_TWICE" : "PLAYBOOK_PERSONA_TWICE";
  return [
    {
      code,
      at: each.source.locate([key], "value"),
      params: { id: String(id), other: other.file.path },
      others: ["other"],
    },
  ];
}

/** Clients whose variables begin alike, so that each could read the other's. */
function alikeClients(each: Loaded, before: readonly Loaded[]): Problem[] {
  if (each.kind !== "playbook") return [];
  const clientOf = (one: Loaded) =>
    one.kind === "playbook" ? String(valueAt(one.source.value, ["client"])) : "";
  const id = clientOf(each);
  const other = before.map(clientOf).find((one) => one && prefixOf(one) === prefixOf(id));
  if (!other) return [];
  const at = each.source.locate(["client"], "value");
  const params = { id, other, prefix: prefixOf(id) };
  return [{ code: "PLAYBOOK_CLIENT_ALIKE", at, params, others: ["other"] }];
}

function secondFile(each: Loaded, all: readonly Loaded[]): Problem[] {
  const other = all.slice(0, all.indexOf(each)).find(({ kind }) => kind === each.kind);
  if (!other) return [];
  const params = { other: other.file.path };
  return [{ code: "ACCOUNT_FILE_TWICE", at: { line: 1, col: 1 }, params }];
}
