// Which command is started.

import { existsSync, statSync } from "node:fs";
import * as path from "node:path";

const NAME = "background-typed";
const INSTALL = `python -m pip install "${NAME}[server]"`;
const [SCRIPTS, EXE] = process.platform === "win32" ? ["Scripts", ".exe"] : ["bin", ""];

/** What the user has set: a path or a name, also with arguments. "" stands for nothing. */
export type Named = string | readonly string[];

type Environment = Readonly<Record<string, string | undefined>>;

/** Return the command, or throw a line that says why there is none. */
export function findCommand(
  named: Named,
  folders: readonly string[],
  environment: Environment,
): string[] {
  const [program = "", ...rest] = typeof named === "string" ? [named] : named;
  if (program !== "") {
    return [findNamed(program, folders, environment), ...rest];
  }
  const found =
    folders.map((each) => path.join(each, ".venv", SCRIPTS, NAME + EXE)).find(isFile) ??
    onPath(NAME, environment);
  if (found === undefined) {
    throw new Error(
      "not found in the workspace's .venv or on the PATH: " +
        `${INSTALL}, or set backgroundTyped.path`,
    );
  }
  return [found];
}

/** Return the program that the user has named. */
function findNamed(
  program: string,
  folders: readonly string[],
  environment: Environment,
): string {
  const isPath = /[/\\]/.test(program);
  const found = isPath ? within(folders, program).find(isFile) : onPath(program, environment);
  if (found === undefined) {
    const where = isPath ? "does not exist, or is no file" : "is not on the PATH";
    throw new Error(`backgroundTyped.path: "${program}" ${where}`);
  }
  return found;
}

/** Return the paths that a relative one may stand for. */
function within(folders: readonly string[], named: string): string[] {
  return path.isAbsolute(named) ? [named] : folders.map((each) => path.join(each, named));
}

/** Return the path of a program, if there is one. */
function onPath(program: string, environment: Environment): string | undefined {
  const folders = (environment["PATH"] ?? environment["Path"] ?? "").split(path.delimiter);
  return folders
    .flatMap((each) => [path.join(each, program), path.join(each, program + EXE)])
    .find(isFile);
}

/** Return whether a path leads to a file. */
function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}
