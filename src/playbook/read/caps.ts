import { parseDuration } from "../../core/time/duration.js";
import type { Problem } from "../findings/finding.js";
import type { Playbook } from "../schema.js";
import type { Source } from "./read.js";

const PERIOD = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

/** Seats, limits and quiet hours that contradict each other. */
export function capProblems(source: Source, playbook: Playbook): Problem[] {
  return [...seats(source, playbook), ...limits(source, playbook), ...quiet(source, playbook)];
}

function seats(source: Source, { groups }: Playbook): Problem[] {
  const problems: Problem[] = [];
  const { capacity, reserve, chats } = groups;
  const wechat = Object.values(chats).some(({ platform }) => platform === "wechat");
  if (wechat && capacity > 200) {
    const at = source.locate(["groups", "capacity"], "value");
    problems.push({ code: "PLAYBOOK_CAPACITY_WECHAT", at, params: { value: capacity } });
  }
  if (reserve >= capacity) {
    const at = source.locate(["groups", "reserve"], "value");
    problems.push({ code: "PLAYBOOK_RESERVE", at, params: { value: reserve, capacity } });
  }
  return problems;
}

function limits(source: Source, { limits: { group, member } }: Playbook): Problem[] {
  const problems: Problem[] = [];
  if (group && member && group.per === member.per && member.max > group.max) {
    const at = source.locate(["limits", "member", "max"], "value");
    const params = { member: member.max, group: group.max };
    problems.push({ code: "PLAYBOOK_CAP_USELESS", at, params });
  }
  const gap = group?.gap === undefined ? 0 : (parseDuration(group.gap) ?? 0);
  if (group && gap > 0 && Math.ceil(PERIOD[group.per] / gap) < group.max) {
    const at = source.locate(["limits", "group", "gap"], "value");
    problems.push({ code: "PLAYBOOK_GAP_USELESS", at, params: { max: group.max, per: group.per } });
  }
  return problems;
}

function quiet(source: Source, { quiet: hours, schedule }: Playbook): Problem[] {
  if (!hours) return [];
  const { from, to } = hours;
  if (from === to)
    return [{ code: "PLAYBOOK_QUIET_EMPTY", at: source.locate(["quiet", "to"], "value") }];
  const covers = (at: string) => (from < to ? at >= from && at < to : at >= from || at < to);
  return Object.entries(schedule)
    .filter(([, { at }]) => covers(at))
    .map(([id, { at }]) => ({
      code: "PLAYBOOK_QUIET_COVERS",
      at: source.locate(["schedule", id, "at"], "value"),
      params: { at },
    }));
}
