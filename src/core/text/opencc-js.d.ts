/** Pairs of a traditional sign and its simplified ones, the usual one first: `係 系|乾 干`. */
declare module "opencc-js/dict/TSCharacters" {
  const pairs: string;

  // biome-ignore lint/style/noDefaultExport: the package has it so
  export { pairs as default };
}
