import type { Problem } from "./finding.js";

/** Tokens and keys of well-known services. */
const SECRET =
  /\b\d{6,12}:[\w-]{30,}|\bsk-[\w-]{20,}|\bAKIA[0-9A-Z]{16}\b|\bgh[a-z]_\w{20,}|\bxox[a-z]-[\w-]{10,}|\bAIza[\w-]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/g;

/** The text without its secrets. */
export function redact(text: string): string {
  return text.replace(SECRET, "***");
}

/** Secrets anywhere in a file, comments too; what they are is never part of the problem. */
export function secretProblems(text: string): Problem[] {
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(SECRET)].map(
      (match): Problem => ({
        code: "PLAYBOOK_SECRET",
        at: { line: index + 1, col: match.index + 1 },
      }),
    ),
  );
}
