import type { Lang } from "../src/core/i18n.js";
import { type Code, type Severity, severities } from "../src/playbook/findings/codes.js";
import { experimentCodes } from "../src/playbook/findings/codes-experiment.js";
import { fileCodes } from "../src/playbook/findings/codes-file.js";
import { meaningCodes } from "../src/playbook/findings/codes-meaning.js";
import { promoCodes } from "../src/playbook/findings/codes-promo.js";
import { text } from "../src/playbook/findings/texts.js";

/** Where the page of a language stands. */
export const findingsPages = {
  en: "docs/14-findings.md",
  "zh-CN": "docs/zh/14-findings.md",
} as const;

type Words = {
  readonly title: string;
  readonly intro: string;
  readonly form: string;
  readonly meaning: string;
  readonly promos: string;
  readonly experiments: string;
  readonly columns: string;
  readonly severity: { readonly error: string; readonly warning: string };
  readonly end: string;
};

const words: Readonly<Record<Lang, Words>> = {
  en: {
    title: "# 14. Findings",
    intro:
      "What `suanpan check` can say. A word in braces is filled in from your file. A sentence that ends in `(arm threshold.sixtyfive)` is about the playbook which that arm makes. An `error` keeps the file from being used; a `warning` does not. `npm run findings` writes this page.",
    form: "## The form of the file",
    meaning: "## What the file means",
    promos: "## Promos, stacks and coupons",
    experiments: "## Heuristics, experiments and their arms",
    columns: "| code | severity | says | what to do |",
    severity: { error: "error", warning: "warning" },
    end: "Next: [Data from elsewhere](15-analyze.md).",
  },
  "zh-CN": {
    title: "# 14. 检查结果",
    intro:
      "`suanpan check` 会说的话都在这里。花括号里的词会换成您文件里的内容。句末带`（实验组 threshold.sixtyfive）`的，说的是这个实验组改出来的剧本。`error` 是错误，文件不能启用；`warning` 是警告，可以启用。本页由 `npm run findings` 生成。",
    form: "## 文件写法",
    meaning: "## 文件内容",
    promos: "## 促销、叠加和优惠券",
    experiments: "## 大师经验、实验和实验组",
    columns: "| 代码 | 级别 | 提示 | 怎么改 |",
    severity: { error: "错误", warning: "警告" },
    end: "下一页：[别处的数据](15-analyze.md)。",
  },
};

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("*", "\\*");

/** A text with the names of its slots in their places. */
function template(key: Code | `${Code}.fix`, lang: Lang): string {
  const slots = text.slots(lang, key);
  return text(lang, key, Object.fromEntries(slots.map((slot) => [slot, `{${slot}}`])));
}

function table(codes: Partial<Readonly<Record<Code, Severity>>>, lang: Lang): string {
  const { columns, severity } = words[lang];
  const rows = (Object.keys(codes) as Code[]).map((code) => {
    const level = severity[severities[code]];
    const fix = text.has(`${code}.fix`) ? template(`${code}.fix`, lang) : "";
    return `| \`${code}\` | ${level} | ${cell(template(code, lang))} | ${cell(fix)} |`;
  });
  return [columns, "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** The page of all findings, written from their codes. */
export function findingsPage(lang: Lang): string {
  const { title, intro, form, meaning, promos, experiments, end } = words[lang];
  const parts = [
    ...[title, intro, form, table(fileCodes, lang)],
    ...[meaning, table(meaningCodes, lang)],
    ...[promos, table(promoCodes, lang)],
    ...[experiments, table(experimentCodes, lang), end],
  ];
  return `${parts.join("\n\n")}\n`;
}
