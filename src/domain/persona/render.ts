import { Liquid, type Template } from "liquidjs";

const engine = new Liquid({
  ownPropertyOnly: true,
  relativeReference: false,
  strictFilters: true,
  strictVariables: false,
  cache: false,
  parseLimit: 10_000,
  // Wall-clock milliseconds: no template takes them, but a machine may stand still for some.
  renderLimit: 10_000,
  memoryLimit: 100_000,
});
const parsed = new Map<string, Template[]>();

/**
 * Fills a line's variables in the sandboxed template engine; an unknown variable becomes nothing (`check`
 * has reported it). Parsed lines are kept.
 */
export function render(text: string, variables: Readonly<Record<string, unknown>>): string {
  let template = parsed.get(text);
  if (!template) {
    if (parsed.size > 10_000) parsed.clear();
    template = parseLine(text);
    parsed.set(text, template);
  }
  return renderParsed(template, variables);
}

/** A line's parts. @throws what the parser throws */
export const parseLine = (text: string): Template[] => engine.parse(text);

/** Parts with their variables filled in. @throws what a part throws, past a limit too */
export const renderParsed = (
  parts: Template[],
  variables: Readonly<Record<string, unknown>>,
): string => String(engine.renderSync(parts, variables)).trim();
