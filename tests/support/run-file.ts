import { execFile } from "node:child_process";

/**
 * Runs a program to its end. @returns what it printed. @throws Error when it ends with anything but 0
 * Not by `promisify`: packages of wechaty declare that it resolves with something else.
 */
export function runFile(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, [...args], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}
