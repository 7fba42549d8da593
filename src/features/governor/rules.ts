import type { OwnLimits } from "../../domain/governor/rules.js";
import { ownLimits, ownLimitsSchema, type WrittenLimits } from "../../domain/governor/schema.js";
import type { Playbook, Section } from "../../playbook/schema.js";
import { governorProblems } from "./checks.js";

declare module "../../playbook/schema.js" {
  interface Sections {
    governor: WrittenLimits;
  }
}

/** The section `governor:` of a playbook. It only ever makes less of what an account may do. */
export const governorSection: Section = {
  key: "governor",
  schema: ownLimitsSchema,
  check: governorProblems,
};

/** What a client allows itself; undefined where it says nothing. */
export const ownLimitsOf = ({ governor }: Playbook): OwnLimits | undefined =>
  governor && ownLimits(governor);
