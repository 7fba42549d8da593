import { afterEach, beforeEach, vi } from "vitest";

/** What the program prints during each test; both streams are quiet meanwhile. */
export function captured(): { out: string; err: string } {
  const printed = { out: "", err: "" };
  beforeEach(() => {
    printed.out = "";
    printed.err = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed.out += String(text);
      return true;
    });
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      printed.err += String(text);
      return true;
    });
  });
  afterEach(() => void vi.restoreAllMocks());
  return printed;
}
