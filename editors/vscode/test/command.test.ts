// Which command is started, and what is said where there is none.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, test } from "node:test";

import { findCommand, type Named } from "../src/command";

const [SCRIPTS, EXE] = process.platform === "win32" ? ["Scripts", ".exe"] : ["bin", ""];

let folder = "";
let workspace = "";
let variables: Record<string, string> = {};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "background-typed-"));
  workspace = path.join(folder, "workspace");
  variables = { PATH: path.join(folder, "on-path") };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Make a file in the folder of the test, and return its path. */
function made(...names: string[]): string {
  const file = path.join(folder, ...names);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
  return file;
}

/** Return the command for a path that the user has set. */
function command(named: Named = "", folders = [workspace]): string[] {
  return findCommand(named, folders, variables);
}

test("the command in the workspace's environment comes before the one on the PATH", () => {
  const onPath = made("on-path", `background-typed${EXE}`);
  assert.deepEqual(command(), [onPath]);
  const inside = made("workspace", ".venv", SCRIPTS, `background-typed${EXE}`);
  assert.deepEqual(command(), [inside]);
  assert.deepEqual(command("", [path.join(folder, "other"), workspace]), [inside]);
  assert.deepEqual(command("", []), [onPath]);
});

test("the user is told how to get a command that is not found", () => {
  assert.throws(command, {
    message:
      "not found in the workspace's .venv or on the PATH: " +
      'python -m pip install "background-typed[server]", or set backgroundTyped.path',
  });
});

test("a command is a path, a name, or a list with its arguments", () => {
  const file = made("workspace", "tools", "check");
  const onPath = made("on-path", "uv");
  assert.deepEqual(command("tools/check"), [file]);
  assert.deepEqual(command(file, []), [file]);
  assert.deepEqual(command(["uv", "run", "background-typed"]), [onPath, "run", "background-typed"]);
  assert.throws(command, /not found/);
});

test("a command that is set and does not exist is named as the user wrote it", () => {
  made("workspace", "tools", "check");
  assert.throws(() => command("tools"), {
    message: 'backgroundTyped.path: "tools" is not on the PATH',
  });
  assert.throws(() => command("./tools"), {
    message: 'backgroundTyped.path: "./tools" does not exist, or is no file',
  });
  assert.throws(() => command(["./no", "x"]), { message: /: "\.\/no" does not exist/ });
});
