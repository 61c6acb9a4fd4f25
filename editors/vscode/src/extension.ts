// Starts the server for Python files, and again when the user wants that.

import { spawn, type ChildProcess } from "node:child_process";
import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient } from "vscode-languageclient/node";

import { findCommand, type Named } from "./command";

const SECTION = "backgroundTyped";
const NAME = "background-typed";

let client: LanguageClient | undefined;
/** The server, as long as it is to run. */
let server: ChildProcess | undefined;
let starting: Promise<void> = Promise.resolve();

/** A client that says nothing to the user: this extension does, in one line. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Start the server, once there is a Python file. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand(`${SECTION}.restart`, restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.path`)) {
        void restart();
      }
    }),
  );
  await restart();
}

/** End the server. */
export async function deactivate(): Promise<void> {
  const last = client;
  [client, server] = [undefined, undefined];
  await last?.dispose().catch(() => undefined); // it may have ended before
}

/** End the server, and start it. */
function restart(): Promise<void> {
  starting = starting.then(deactivate).then(start).catch(tell);
  return starting;
}

/** Start the server. */
async function start(): Promise<void> {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .map((each) => each.uri)
    .filter((each) => each.scheme === "file")
    .map((each) => each.fsPath);
  const named = vscode.workspace.getConfiguration(SECTION).get<Named>("path", "");
  const command = findCommand(named, folders, process.env);
  // The server asks for all other settings itself.
  client = new QuietClient(SECTION, NAME, async () => run(command, folders[0]), {
    documentSelector: [{ language: "python", scheme: "file" }],
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
  });
  try {
    await client.start();
  } catch (error) {
    if (server === undefined) {
      throw error;
    }
    server.kill(); // its end is told
  }
}

/** Return a server, whose end is told to the user unless it was wanted. */
function run(command: string[], cwd: string | undefined): ChildProcess {
  const [program = "", ...rest] = command;
  const own = spawn(program, [...rest, "server"], { cwd });
  let last = "the server ended: see the output";
  own.stderr.on("data", (data: Buffer) => {
    last = data.toString().trim().split("\n").at(-1) ?? last;
  });
  own.once("error", (error) => {
    last = error.message;
  });
  own.once("close", () => {
    if (server === own) {
      tell(new Error(last));
    }
  });
  server = own;
  return own;
}

/** Tell the user what is wrong, in one line. */
function tell(error: unknown): void {
  const what = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(what.startsWith(`${NAME}: `) ? what : `${NAME}: ${what}`);
}
