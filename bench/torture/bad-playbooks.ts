/** Playbooks that try to print what isn't theirs, or have a secret where none belongs. @param clear a secret in clear */
export function badPlaybooks(sound: string, clear: string): ReadonlyMap<string, string> {
  const edit = (from: string, to: string): string => {
    if (!sound.includes(from)) throw new Error(`not there: ${from}`);
    return sound.replaceAll(from, () => to);
  };
  const boss = 'telegram: "10001"';
  const chat = 'chat: "-1001000000001"';
  const all = new Map<string, string>();
  for (const name of [
    "TELEGRAM_BOT_TOKEN",
    "AWS_SECRET_ACCESS_KEY",
    "SUANPAN_RIVAL_SHOP",
    "SUANPAN_STORM_PASSWORD",
    "SUANPAN_STORM_SHOP",
  ]) {
    all.set(`operator ${name}`, edit(boss, `telegram: "env:${name}"`));
    all.set(`chat ${name}`, edit(chat, `chat: "env:${name}"`));
    all.set(`brand ${name}`, edit("brand: 茶", `brand: "env:${name}"`));
    all.set(
      `title ${name}`,
      edit("群{{ n }}", `env:${name} {{ env.${name} }} {{ process.env.${name} }}`),
    );
    all.set(`aes ${name}`, edit("env:SUANPAN_STORM_AES", `env:${name}`));
    all.set(`client id ${name}`, edit("client_id: yz1", `client_id: env:${name}`));
  }
  all.set("secret in clear", edit("env:SUANPAN_STORM_SHOP", clear));
  all.set(
    "secret in clear, quoted open",
    edit("secret: env:SUANPAN_STORM_SHOP", `secret: "${clear}`),
  );
  all.set("secret as a kind", edit("kind: shopify", `kind: ${clear}`));
  all.set("secret as an alias", edit("secret: env:SUANPAN_STORM_SHOP", `secret: *${clear}`));
  return all;
}
