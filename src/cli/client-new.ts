import { existsSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Config } from "../app/config.js";
import { findingLine, readSources } from "../app/playbook-files.js";
import { packaged } from "../app/program.js";
import { UserError } from "../core/errors.js";
import type { Lang } from "../core/i18n.js";
import { checkFiles } from "../playbook/check/check.js";
import type { Finding } from "../playbook/findings/finding.js";
import type { Answers } from "../playbook/starter/answers.js";
import { personaOf, type Starter, starterOf } from "../playbook/starter/starter.js";
import { clientQuestions, type Question, type SoFar } from "./client-questions.js";
import { putFile, putWhole } from "./output.js";
import { replayText } from "./replay.js";
import { errorText, text } from "./texts.js";

/** Answers given as options, by the question's name. */
export type ClientNewOptions = Partial<Record<Question["name"], string>>;

/**
 * `suanpan client new`: asks what no option says, and writes a playbook, a persona and a transcript that fit. What is
 * there already is never overwritten, and where the checks refuse it nothing is written.
 * @returns the exit code: 0, or 1 when the checks found an error or the transcript did not come true
 * @throws UserError what is wrong with an option; STARTER_ENDED when the answers end early
 */
export async function newClient(
  options: ClientNewOptions,
  config: Config,
  input: Readable = process.stdin,
): Promise<number> {
  const { lang } = config;
  const locale = localeOf(options.locale, lang);
  const places = (client: string) => placesOf(client, config);
  const isTaken = (client: string) =>
    [places(client).folder, places(client).persona].some((path) => existsSync(path));
  const questions = clientQuestions(lang, locale, isTaken);
  const answers = await answered({ questions, options, lang, input }, (soFar) => {
    if (soFar.client !== undefined && isTaken(soFar.client))
      throw new UserError("STARTER_TAKEN", { client: soFar.client });
  });
  const starter = starterOf({ ...answers, locale } as Answers);
  const { client = "" } = answers;
  const findings = await findingsAbout(starter, places(client), config);
  for (const finding of findings) process.stdout.write(`${findingLine(finding)}\n`);
  if (findings.some(({ severity }) => severity === "error")) return 1;
  await writeAll(starter, places(client), config);
  const problems = await replayText(starter.transcript, client, config);
  for (const problem of problems) process.stdout.write(`${places(client).transcript}:${problem}\n`);
  process.stdout.write(`${text(lang, "new.done", { ...places(client), client })}\n`);
  return problems.length === 0 ? 0 : 1;
}

function localeOf(given: string | undefined, lang: Lang): Lang {
  if (given === undefined) return lang;
  if (given !== "zh-CN" && given !== "en") throw new UserError("STARTER_LOCALE");
  return given;
}

type Places = ReturnType<typeof placesOf>;
function placesOf(client: string, { playbooks, personas }: Config) {
  const folder = join(playbooks, client);
  return {
    folder,
    playbook: join(folder, "playbook.yaml"),
    transcript: join(folder, "transcripts", "first.txt"),
    persona: join(personas, `${personaOf(client)}.yaml`),
  };
}

/**
 * Takes each answer from the options, else from the input, where a wrong one is asked for again; what stands for an
 * empty answer also stands where the input has ended.
 */
async function answered(
  {
    questions,
    options,
    lang,
    input,
  }: {
    readonly questions: readonly Question[];
    readonly options: ClientNewOptions;
    readonly lang: Lang;
    readonly input: Readable;
  },
  objects: (soFar: SoFar) => void,
): Promise<SoFar> {
  // Not asked of the input before a question is: it may be a terminal that others read.
  const lines = linesOf(input);
  let soFar: SoFar = {};
  const take = ({ name, read }: Question, answer: string) => {
    const next = { ...soFar, [name]: read(answer, soFar) };
    objects(next);
    soFar = next;
  };
  try {
    for (const question of questions) {
      const given = options[question.name];
      if (given !== undefined) {
        take(question, given);
        continue;
      }
      for (let done = false; !done; ) {
        const otherwise = question.otherwise?.(soFar);
        process.stdout.write(`${question.ask(soFar)}${otherwise ? ` [${otherwise}]` : ""} `);
        const { value, done: ended } = await lines.next();
        if (ended && otherwise === undefined)
          throw new UserError("STARTER_ENDED", { option: `--${question.name}` });
        try {
          take(question, (ended ? "" : value.trim()) || (otherwise ?? ""));
          done = true;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          process.stdout.write(`${errorText(error, lang)}\n`);
        }
      }
    }
    return soFar;
  } finally {
    await lines.return(undefined);
  }
}

async function* linesOf(input: Readable): AsyncGenerator<string, undefined> {
  yield* createInterface({ input });
}

/** What the checks say of the new files beside those that are there. */
async function findingsAbout(
  starter: Starter,
  { playbook, persona }: Places,
  { playbooks, personas, lang, env }: Config,
): Promise<readonly Finding[]> {
  const there = await readSources([playbooks, personas].filter((folder) => existsSync(folder)));
  const made = [
    { path: playbook, text: starter.playbook },
    { path: persona, text: starter.persona },
  ];
  const { findings } = checkFiles([...there, ...made], { lang, env, now: Date.now() });
  return findings.filter(({ file }) => file === playbook || file === persona);
}

/** The persona first: one that no playbook names does nothing. Both, or none. */
async function writeAll(starter: Starter, places: Places, config: Config): Promise<void> {
  await mkdir(config.playbooks, { recursive: true });
  await mkdir(config.personas, { recursive: true });
  for (const [schema, folder] of [
    ["playbook.schema.json", config.playbooks],
    ["persona.schema.json", config.personas],
  ] as const) {
    const beside = join(folder, "..", schema);
    if (!existsSync(beside)) await cp(packaged(schema), beside).catch(() => undefined);
  }
  await putFile(places.persona, starter.persona);
  try {
    await putWhole(places.folder, async (draft) => {
      await mkdir(join(draft, "transcripts"), { recursive: true });
      await writeFile(join(draft, "playbook.yaml"), starter.playbook);
      await writeFile(join(draft, "transcripts", "first.txt"), starter.transcript);
    });
  } catch (error) {
    await rm(places.persona, { force: true });
    throw error;
  }
}
