/** One line of a CSV file and its cells. */
export type CsvLine = { readonly line: number; readonly cells: readonly string[] };

/**
 * Reads comma-separated text: cells may be quoted and then hold commas, quotes ("") and line breaks
 * (RFC 4180); a byte-order mark, CRLF and empty lines are fine.
 * @returns the lines with the number of the line each begins on
 */
export function readCsv(text: string): CsvLine[] {
  const lines: CsvLine[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let begun = 1;
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const endLine = () => {
    cells.push(cell.trim());
    if (cells.length > 1 || cells[0] !== "") lines.push({ line: begun, cells });
    cells = [];
    cell = "";
  };
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i] as string;
    if (quoted) {
      if (char === "\n") line += 1;
      if (char !== '"') cell += char;
      else if (source[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === ",") {
      cells.push(cell.trim());
      cell = "";
    } else if (char === "\n") {
      endLine();
      line += 1;
      begun = line;
    } else if (char !== "\r") cell += char;
  }
  if (cell !== "" || cells.length > 0) endLine();
  return lines;
}
