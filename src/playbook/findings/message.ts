export type Lang = "zh-CN" | "en";
/** Severity, the sentence in Chinese and in English, and the fix in both where one exists. */
export type Message = readonly [
  severity: "error" | "warning",
  zh: string,
  en: string,
  fixZh?: string,
  fixEn?: string,
];
