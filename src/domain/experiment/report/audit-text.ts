import type { Audit, Seal } from "../audit/audit.js";
import type { Tampering } from "../audit/tampering.js";
import type { Lang } from "./figures.js";

type Pair = readonly [zh: string, en: string];
type Mismatch = Audit["mismatches"][number];

const PARTS: Readonly<Record<Tampering["part"], Pair>> = {
  running: ["运行记录", "The run's record"],
  setting: ["各群正用着的设置", "The setting that groups go by"],
  paused: ["暂停的组", "The paused arms"],
  ending: ["结束的记录", "The record of its end"],
  start: ["开始的记录", "The log of its start"],
};

/** What a check of a run found, a sentence each: where, what was due and what is there. Empty when all is well. */
export function auditLines({ intact, altered, mismatches }: Seal, lang: Lang): readonly string[] {
  const lines: Pair[] = [
    ...(intact
      ? []
      : [
          [
            "登记本身被改过：和开始时的登记号对不上。",
            "The registration itself was changed: it isn't what its hash was made of at the start.",
          ] as const,
        ]),
    ...altered.map(alterationText),
    ...mismatches.map(mismatchText),
  ];
  return lines.map(([zh, en]) => (lang === "en" ? en : zh));
}

function alterationText({ part, field, expected, found }: Tampering): Pair {
  const [zh, en] = PARTS[part];
  return [
    `${zh}里 ${field} 不对：应为 ${expected}，现在是 ${found}。`,
    `${en} has another ${field}: ${expected} was due, it says ${found}.`,
  ];
}

function mismatchText({ problem, block, group, expected = "-", found = "-" }: Mismatch): Pair {
  const n = block + 1;
  switch (problem) {
    case "wrong_arm":
      return [
        `第 ${n} 段，群 ${group}：应分到 ${expected}，记的是 ${found}。`,
        `Block ${n}, group ${group}: ${expected} was due, ${found} is logged.`,
      ];
    case "wrong_propensity":
      return [
        `第 ${n} 段，群 ${group}：概率应为 ${expected}，记的是 ${found}。`,
        `Block ${n}, group ${group}: the chance should be ${expected}, ${found} is logged.`,
      ];
    case "absent":
      return [
        `第 ${n} 段，群 ${group}：应分到 ${expected}，没有记录。`,
        `Block ${n}, group ${group}: ${expected} was due, nothing is logged.`,
      ];
    case "twice":
      return [
        `第 ${n} 段，群 ${group}：记了不止一次，多出来的是 ${found}。`,
        `Block ${n}, group ${group}: logged more than once, again as ${found}.`,
      ];
    case "unknown_group":
      return [
        `第 ${n} 段，群 ${group}：登记里没有这个群或这一段，却记了 ${found}。`,
        `Block ${n}, group ${group}: the registration has no such group or block, yet ${found} is logged.`,
      ];
  }
}
