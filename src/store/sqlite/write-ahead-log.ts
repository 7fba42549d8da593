/** What stands in a write-ahead log: SQLite itself takes what it can verify and drops the rest without a word. */
export type Log =
  /** No log at all. */
  | "absent"
  /** A log that is whole, or that lacks only the end of what was being written. */
  | { readonly commits: boolean; readonly damaged: false }
  /** Something that was written stands behind something that can't be read any more. */
  | { readonly commits: boolean; readonly damaged: true };

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;
type Sum = readonly [number, number];

/**
 * Reads a log as https://sqlite.org/fileformat2.html#walformat tells: each frame's sum goes on from the one
 * before. A frame that doesn't add up ends the log; where a later one of the same log does, it was damaged.
 */
export function readLog(bytes: Buffer | undefined): Log {
  if (!bytes || bytes.length < HEADER) return "absent";
  const little = bytes.readUInt32BE(0) === MAGIC;
  const sums = (from: number, to: number, start: Sum) => sumOf(bytes, { from, to, start, little });
  const intact = (bytes.readUInt32BE(0) & ~1) === MAGIC;
  if (!intact || !same(sums(0, 24, [0, 0]), stored(bytes, 24)))
    return { commits: false, damaged: true };

  const page = bytes.readUInt32BE(8);
  const size = FRAME_HEADER + page;
  const salt = bytes.readBigUInt64BE(16);
  let commits = false;
  let broken = false;
  let sum = stored(bytes, 24);
  for (let at = HEADER; at + size <= bytes.length; at += size) {
    const body = at + FRAME_HEADER;
    const own = stored(bytes, at + 16);
    const right =
      bytes.readBigUInt64BE(at + 8) === salt &&
      same(sums(body, body + page, sums(at, at + 8, sum)), own);
    if (right && broken) return { commits, damaged: true };
    if (right && bytes.readUInt32BE(at + 4) > 0) commits = true;
    broken ||= !right;
    sum = own;
  }
  return { commits, damaged: false };
}

const stored = (bytes: Buffer, at: number): Sum => [
  bytes.readUInt32BE(at),
  bytes.readUInt32BE(at + 4),
];
const same = (a: Sum, b: Sum): boolean => a[0] === b[0] && a[1] === b[1];

function sumOf(
  bytes: Buffer,
  { from, to, start, little }: { from: number; to: number; start: Sum; little: boolean },
): Sum {
  let [a, b] = start;
  for (let at = from; at < to; at += 8) {
    const [x, y] = little
      ? [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
      : [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
}
