import { RE2JS } from "re2js";

/**
 * Compiles a pattern for the linear-time engine; case does not count.
 * @returns a test of whether the pattern occurs in a text, or undefined when the pattern is invalid.
 */
export function compilePattern(text: string): ((said: string) => boolean) | undefined {
  try {
    const pattern = RE2JS.compile(text, RE2JS.CASE_INSENSITIVE);
    return (said) => pattern.matcher(said).find();
  } catch {
    return undefined;
  }
}
