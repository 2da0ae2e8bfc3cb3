/** What a command ends with: scripts read it. */
export const exitCodes = { done: 0, problem: 1, usage: 2, checksFail: 3, bug: 70, interrupted: 130 } as const;

/** A problem that a command has told already. */
export class Told extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super();
    this.exitCode = exitCode;
  }
}
