import type { Entry, Story } from "./story.js";

const FONT = `"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif`;
const PX = 15;
const LINE = 22;
const WINDOW = { width: 456, top: 52, gap: 24, pad: 16 };
const BUBBLE = { max: 372, x: 12, y: 9, radius: 10 };
const AVATAR = 34;
const COLORS = {
  page: "#e9ecef",
  window: "#f5f6f7",
  bar: "#ffffff",
  rule: "#dfe3e6",
  text: "#1f2328",
  quiet: "#6b7280",
  bot: "#2f7d4f",
  member: "#b4632b",
  boss: "#3b5b92",
  theirs: "#ffffff",
  mine: "#cdeccf",
} as const;

const quoted = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Widths that every CJK font agrees on closely enough: a full square, or a bit over half of one. */
const widthOf = (text: string, px = PX): number =>
  [...text].reduce((sum, sign) => sum + (/[ -~]/.test(sign) ? 0.54 : 1) * px, 0);

/** Marks that must not begin a line. */
const CLOSING = /^[，。！？、：；”’」』）】～,.!?:;)]/u;

/** Breaks a text into lines of at most `max` pixels; ASCII words stay whole. */
function wrap(text: string, max: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines = [""];
    for (const piece of paragraph.match(/[!-~]+|[「『【（“‘]?./gu) ?? []) {
      const line = lines.at(-1) ?? "";
      const fits = widthOf(line + piece) <= max || CLOSING.test(piece);
      if (fits || line === "") lines[lines.length - 1] = line + piece;
      else lines.push(piece.trimStart());
    }
    return lines;
  });
}

type Attributes = Readonly<Record<string, string | number>>;
const tag = (name: string, attributes: Attributes, inner = "") => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return inner === ""
    ? `<${name}${written.join("")}/>`
    : `<${name}${written.join("")}>${inner}</${name}>`;
};
const write = (text: string, attributes: Attributes) => tag("text", attributes, quoted(text));

type Drawn = { readonly svg: string; readonly height: number };

function drawSystem({ text }: Entry, y: number): Drawn {
  const width = widthOf(text, 12) + 20;
  const x = (WINDOW.width - width) / 2;
  const box = tag("rect", { x, y, width, height: 22, rx: 11, fill: COLORS.rule });
  const middle = { x: WINDOW.width / 2, y: y + 15.5, "text-anchor": "middle" };
  return { svg: box + write(text, { ...middle, "font-size": 12, fill: COLORS.quiet }), height: 22 };
}

/** A name, a round with its first sign, and a bubble; the reader's own words stand on the right. */
function drawMessage(entry: Entry, y: number, mine: boolean, zone: string): Drawn {
  const lines = wrap(entry.text, BUBBLE.max - 2 * BUBBLE.x);
  const width = Math.min(
    BUBBLE.max,
    Math.max(...lines.map((line) => widthOf(line))) + 2 * BUBBLE.x,
  );
  const height = lines.length * LINE + 2 * BUBBLE.y - 4;
  const color = entry.who === "system" ? COLORS.quiet : COLORS[entry.who];
  const avatarX = mine ? WINDOW.width - WINDOW.pad - AVATAR / 2 : WINDOW.pad + AVATAR / 2;
  const edge = mine ? WINDOW.width - WINDOW.pad - AVATAR - 10 : WINDOW.pad + AVATAR + 10;
  const x = mine ? edge - width : edge;
  const time = new Date(entry.at).toLocaleTimeString("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
  });
  const side = mine ? "end" : "start";
  const parts = [
    tag("circle", { cx: avatarX, cy: y + AVATAR / 2, r: AVATAR / 2, fill: color }),
    write([...entry.name][0] ?? "", {
      ...{ x: avatarX, y: y + AVATAR / 2 + 5.5, "text-anchor": "middle" },
      ...{ "font-size": 15, fill: "#ffffff" },
    }),
    write(`${entry.name}  ${time}`, {
      ...{ x: edge, y: y + 11, "text-anchor": side, "font-size": 12, fill: COLORS.quiet },
    }),
    tag("rect", {
      ...{ x, y: y + 18, width, height, rx: BUBBLE.radius },
      ...{ fill: mine ? COLORS.mine : COLORS.theirs, stroke: COLORS.rule },
    }),
    ...lines.map((line, index) =>
      write(line, { x: x + BUBBLE.x, y: y + 18 + BUBBLE.y + 14 + index * LINE, fill: COLORS.text }),
    ),
  ];
  return { svg: parts.join("\n"), height: height + 18 };
}

function drawWindow(
  title: string,
  entries: readonly Entry[],
  mine: Entry["who"],
  zone: string,
): Drawn {
  let y = WINDOW.top + WINDOW.pad;
  const drawn: string[] = [];
  for (const entry of entries) {
    const { svg, height } =
      entry.who === "system"
        ? drawSystem(entry, y)
        : drawMessage(entry, y, entry.who === mine, zone);
    drawn.push(svg);
    y += height + 14;
  }
  const middle = { x: WINDOW.width / 2, y: 32, "text-anchor": "middle", "font-weight": 600 };
  return { svg: [write(title, { ...middle, fill: COLORS.text }), ...drawn].join("\n"), height: y };
}

/** The story as two chat windows side by side: what alice sees, and what the boss sees. */
export function drawStory(story: Story, zone: string): string {
  const windows = [
    drawWindow(story.group, story.inGroup, "member", zone),
    drawWindow(`${story.persona} · boss 的私聊`, story.direct, "boss", zone),
  ];
  const tall = Math.max(...windows.map(({ height }) => height)) + 4;
  const width = windows.length * WINDOW.width + (windows.length + 1) * WINDOW.gap;
  const height = tall + 2 * WINDOW.gap;
  const framed = windows.map(({ svg }, index) => {
    const x = WINDOW.gap + index * (WINDOW.width + WINDOW.gap);
    const size = { width: WINDOW.width, height: tall, rx: 12 };
    const bar = `M0 ${WINDOW.top}V12a12 12 0 0 1 12 -12H${WINDOW.width - 12}a12 12 0 0 1 12 12V${WINDOW.top}z`;
    const frame = [
      tag("rect", { ...size, fill: COLORS.window }),
      tag("path", { d: bar, fill: COLORS.bar }),
      tag("path", { d: `M0 ${WINDOW.top}H${WINDOW.width}`, stroke: COLORS.rule }),
      tag("rect", { ...size, fill: "none", stroke: COLORS.rule }),
    ].join("\n");
    return tag("g", { transform: `translate(${x} ${WINDOW.gap})` }, `\n${frame}\n${svg}\n`);
  });
  const label = `${story.group}: ${story.inGroup.map(({ text }) => text).join(" ")}`;
  const root = {
    ...{ xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height },
    ...{ role: "img", "aria-label": quoted(label), "font-family": quoted(FONT), "font-size": PX },
  };
  const page = tag("rect", { width, height, rx: 12, fill: COLORS.page });
  return `${tag("svg", root, `\n${page}\n${framed.join("\n")}\n`)}\n`;
}
