import { crc32, deflateSync } from "node:zlib";
import encodeQR from "qr";

/** A QR code of a text as SVG, with its quiet zone. @throws Error for a text of more than 2331 bytes */
export const qrSvg = (text: string): string => encodeQR(text, "svg", OPTIONS);

/** The same as a PNG, one colour bit deep. @throws Error for a text of more than 2331 bytes */
export function qrPng(text: string): Buffer {
  const modules = encodeQR(text, "raw", OPTIONS);
  const width = modules.length * SCALE;
  const rows = modules.flatMap((row) => Array<Buffer>(SCALE).fill(pixelsOf(row)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header[8] = 1;
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/**
 * The same for a terminal, two rows of modules in a line, in colours that don't depend on the terminal's.
 * @throws Error for a text of more than 2331 bytes
 */
export function qrTerminal(text: string): string {
  const modules = encodeQR(text, "raw", OPTIONS);
  const lines = modules.flatMap((upper, y) => {
    if (y % 2 === 1) return [];
    const lower = modules[y + 1];
    const cells = upper.map((dark, x) => HALVES[Number(dark) * 2 + Number(lower?.[x] ?? false)]);
    return [`\u001b[97;40m${cells.join("")}\u001b[0m`];
  });
  return `${lines.join("\n")}\n`;
}

const OPTIONS = { ecc: "medium", border: 4 } as const;
/** Of a module, in pixels: what phones read off a screen. */
const SCALE = 8;
/** White upon black, by whether the upper and the lower module are dark. */
const HALVES = ["█", "▀", "▄", " "];

/** A row of pixels as PNG takes it: no filter, then a bit for each, set where it is white. */
function pixelsOf(row: readonly boolean[]): Buffer {
  const line = Buffer.alloc(1 + row.length, 0xff);
  line[0] = 0;
  // A module is one byte wide.
  for (const [x, dark] of row.entries()) if (dark) line[x + 1] = 0;
  return line;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
