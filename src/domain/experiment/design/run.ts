import type { Registration } from "./registration.js";

/** What decides a group's arm on a day. */
export type RunningExperiment = {
  /** Its id in the playbook, and the name of this run: `id@start`. */
  readonly experiment: string;
  readonly run: string;
  readonly arms: readonly string[];
  /** Matched sets of groups, as many in each as there are arms. */
  readonly sets: readonly (readonly string[])[];
  readonly blockDays: number;
  /** A coin decides two blocks, and its pair changes arms in the second; absent where each block has a coin. */
  readonly blocksPerCoin?: 2;
  readonly horizonDays: number;
  /** Day 1, `YYYY-MM-DD` on the playbook's clock. */
  readonly start: string;
  /** Arms that a guardrail paused, and the date from which their groups have the first arm instead. */
  readonly paused?: Readonly<Record<string, string>>;
};

/** One run of an experiment; its key is `id@start`. */
export type ExperimentRecord = {
  readonly state: "running" | "settled" | "stopped";
  readonly running: RunningExperiment;
  /** What was fixed beforehand (experiment/registration.ts), and its hash. */
  readonly registration: Registration;
  readonly hash: string;
  /** The claim it was started to decide, and the arm that claim is for, whatever the playbook says later. */
  readonly claim?: { readonly heuristic: string; readonly favours: string };
  /** No arm changed what the playbook said then, though its patch may not be empty: an A/A run. */
  readonly alike?: boolean;
  /** The last day of it that was looked at. */
  readonly looked: number;
  /** The day on which it ended, and why: its verdict, an operator or a guardrail. */
  readonly endedOn?: number;
  readonly why?: "verdict" | "horizon" | "operator" | "guardrail" | "playbook";
  readonly verdict?: string;
  /** The operator who stopped it. */
  readonly by?: string;
  /** Operators were told that the shares of the arms look wrong. */
  readonly ratioTold?: boolean;
  /** Playbook versions that were in use meanwhile, in their order; one that came back stands there again. */
  readonly versions: readonly string[];
};
