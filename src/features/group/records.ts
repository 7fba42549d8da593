declare module "../../core/record.js" {
  interface Records {
    /** Of a group, by its key, whose count was in doubt; due when it is counted again. */
    recount: Readonly<Record<string, never>>;
  }
}
