/** Looks an environment variable up. */
export type Env = (name: string) => string | undefined;
