import { afterEach, beforeEach, jest } from "@jest/globals";

/** What the program prints during each test; both streams are quiet meanwhile. */
export function captured(): { out: string; err: string } {
  const printed = { out: "", err: "" };
  beforeEach(() => {
    printed.out = "";
    printed.err = "";
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed.out += String(text);
      return true;
    });
    jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      printed.err += String(text);
      return true;
    });
  });
  afterEach(() => void jest.restoreAllMocks());
  return printed;
}
