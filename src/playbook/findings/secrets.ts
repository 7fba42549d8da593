/** Tokens and keys of well-known services. */
const SECRET =
  /\b\d{6,12}:[\w-]{30,}|\bsk-[\w-]{20,}|\bAKIA[0-9A-Z]{16}\b|\bgh[a-z]_\w{20,}|\bxox[a-z]-[\w-]{10,}|\bAIza[\w-]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/g;

/** The text without its secrets. */
export function redact(text: string): string {
  return text.replace(SECRET, "***");
}

/** Where secrets stand in a text, line and column from 1. */
export function secretSpots(text: string): { readonly line: number; readonly col: number }[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(SECRET)].map((match) => ({ line: index + 1, col: match.index + 1 })),
    );
}
