export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  /** A record that can't be read; reading goes on with the line after its first. */
  | { readonly line: number; readonly problem: "QUOTE" | "TOO_LONG" };

const MAX_RECORD_CHARS = 64 * 1024;

/**
 * Reads CSV by chunks of text (RFC 4180, `\n` and `\r\n` mixed): quoted cells may hold delimiters,
 * doubled quotes and newlines. Each record carries the line of the file on which it starts.
 * A stray or unclosed quote costs its own record, not the rest of the file, and no record is longer
 * than 64 Ki characters, so memory stays bounded whatever the file holds.
 */
export function createCsvReader(delimiter: string): {
  readonly push: (chunk: string) => readonly CsvRecord[];
  /** What is left when the file ends without a newline. */
  readonly end: () => readonly CsvRecord[];
} {
  let rest = "";
  let line = 1;
  /** Inside a refused record whose end has not come yet. */
  let skipping = false;

  function read(atEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let from = skipping ? afterNewline(rest) : 0;
    if (skipping && from > 0) {
      skipping = false;
      line++;
    }
    while (!skipping && from < rest.length) {
      const found = readRecord(rest, from, { delimiter, atEnd });
      if (!found) break;
      if ("problem" in found) records.push({ line, problem: found.problem });
      else if (found.cells.length > 1 || found.cells[0] !== "") {
        records.push({ line, cells: found.cells });
      }
      from = found.next;
      line += found.lines;
      skipping = found.lines === 0;
    }
    rest = skipping ? "" : rest.slice(from);
    return records;
  }

  return {
    push(chunk) {
      rest += chunk;
      return read(false);
    },
    end: () => read(true),
  };
}

const afterNewline = (text: string): number => text.indexOf("\n") + 1;

type Found = ({ cells: string[] } | { problem: "QUOTE" | "TOO_LONG" }) & {
  next: number;
  lines: number;
};
type How = { readonly delimiter: string; readonly atEnd: boolean };

/** One record from `from` on; undefined when its end has not come yet. */
function readRecord(text: string, from: number, how: How): Found | undefined {
  const newline = text.indexOf("\n", from);
  const end = newline >= 0 ? newline : text.length;
  const next = Math.min(end + 1, text.length);
  if (newline < 0 && !how.atEnd) {
    const long = text.length - from > MAX_RECORD_CHARS;
    return long ? { problem: "TOO_LONG", next: text.length, lines: 0 } : undefined;
  }
  const row = text.slice(from, text[end - 1] === "\r" && end > from ? end - 1 : end);
  if (row.length > MAX_RECORD_CHARS) return { problem: "TOO_LONG", next, lines: 1 };
  if (!row.includes('"')) return { cells: row.split(how.delimiter), next, lines: 1 };
  const quoted = readQuoted(text, from, how);
  const endless = quoted === undefined && text.length - from > MAX_RECORD_CHARS;
  if (quoted !== "bad" && !endless) return quoted;
  return { problem: "QUOTE", next, lines: 1 };
}

/** A record with quotes, cell by cell. */
function readQuoted(text: string, from: number, how: How): Found | undefined | "bad" {
  const cells: string[] = [];
  let at = from;
  let lines = 0;
  for (;;) {
    if (text[at] !== '"') {
      const stop = endOfPlain(text, at, how.delimiter);
      if (stop === text.length && !how.atEnd) return undefined;
      const cut = text[stop] !== how.delimiter && text[stop - 1] === "\r" && stop > at ? 1 : 0;
      cells.push(text.slice(at, stop - cut));
      at = stop;
    } else {
      const close = closingQuote(text, at + 1, from);
      if (close === undefined) return how.atEnd ? "bad" : undefined;
      if (close + 2 >= text.length && !how.atEnd) return undefined;
      const cell = text.slice(at + 1, close);
      lines += cell.split("\n").length - 1;
      cells.push(cell.replaceAll('""', '"'));
      at = close + 1;
      if (text[at] === "\r" && text[at + 1] === "\n") at++;
    }
    if (at >= text.length) return { cells, next: at, lines: lines + 1 };
    if (text[at] === "\n") return { cells, next: at + 1, lines: lines + 1 };
    if (text[at] !== how.delimiter) return "bad";
    at++;
  }
}

function endOfPlain(text: string, from: number, delimiter: string): number {
  const newline = text.indexOf("\n", from);
  const comma = text.indexOf(delimiter, from);
  const end = newline < 0 ? text.length : newline;
  return comma >= 0 && comma < end ? comma : end;
}

/** Index of the quote that closes a cell, looked for within the longest record there may be. */
function closingQuote(text: string, from: number, start: number): number | undefined {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0 || at - start > MAX_RECORD_CHARS) return undefined;
    if (text[at + 1] !== '"') return at;
  }
}
