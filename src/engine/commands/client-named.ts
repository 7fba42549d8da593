const ALONE = /^@([A-Za-z][\w-]*)$/;
const FIRST = /^@([A-Za-z][\w-]*)\s+/;
const LAST = /\s+@([A-Za-z][\w-]*)$/;

/**
 * The client that is named as `@client` directly behind a command or at its end, and what else was typed.
 * Any other `@name` is text, whoever it means; what is alone in a chat that is
 * bound to nobody names a client even where there is none such.
 */
export function clientNamed(
  args: string,
  { served, bound }: { readonly served: readonly string[]; readonly bound: boolean },
): { readonly named: string | undefined; readonly args: string } {
  const alone = ALONE.exec(args)?.[1];
  if (alone !== undefined && (served.includes(alone) || !bound)) return { named: alone, args: "" };
  for (const form of [FIRST, LAST]) {
    const named = form.exec(args)?.[1];
    if (named !== undefined && served.includes(named))
      return { named, args: args.replace(form, "").trim() };
  }
  return { named: undefined, args };
}
