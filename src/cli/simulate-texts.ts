/** Sentences about mistakes on the command line of `simulate`. */
export const simulateErrorTexts: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  SIMULATE_NUMBER: [
    "{option} 要写 {least} 到 {most} 的整数，不是 {text}。",
    "{option} takes a whole number from {least} to {most}, not {text}.",
  ],
  SIMULATE_SEED: [
    "--seed 用字母、数字、- 和 _，最多 24 个，不是 {text}。",
    "--seed takes letters, digits, - and _, 24 at most, not {text}.",
  ],
  SIMULATE_EFFECT: [
    "--effect 要写成 实验=大小，例如 persona=0.3（大于 -1，最大 10），不是 {text}。",
    "--effect is written EXPERIMENT=SIZE, such as persona=0.3 (above -1, 10 at most), not {text}.",
  ],
  SIMULATE_EFFECT_TWICE: [
    "实验 {id} 的 --effect 写了两次，请留一个。",
    "There are two --effect for experiment {id}; keep one.",
  ],
  SIMULATE_EXPERIMENT: [
    "剧本里没有实验 {id}。现有：{known}",
    "The playbook has no experiment {id}. There are: {known}",
  ],
  SIMULATE_NO_EXPERIMENT: [
    "品牌方 {client} 的剧本里没有实验，请在 experiments 里写一个。",
    "The playbook of {client} has no experiments; write one under experiments.",
  ],
  SIMULATE_NOT_STARTED: [
    "实验 {id} 没能开始，机器人说：\n{said}",
    "Experiment {id} could not be started; the bot says:\n{said}",
  ],
};
