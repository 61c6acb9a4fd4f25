// The packaged extension in a real VS Code: code-server, in Chromium, used as a user does.

import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, before, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";

const BAD = `\
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
def rows(name: str):
    yield name
@app.post("/rows")
def export(tasks: BackgroundTasks) -> None:
    tasks.add_task(rows, "a")
`;
const FIXED = BAD.replace('rows, "a"', 'list, rows("a")');
const HOME = path.resolve(import.meta.dirname, "..");
const NEEDED = ["code-server", "chromium", "background-typed"];

/** Return the path of a program, "" if it is not installed. */
function which(program: string): string {
  return spawnSync("which", [program], { encoding: "utf8" }).stdout.trim();
}

const missing = NEEDED.filter((each) => which(each) === "");
const skip = missing.length > 0 && `not installed: ${missing.join(", ")}`;

let folder = "";
let server: ChildProcess;
let address = "";
let browser: Browser;

before(async () => {
  if (skip) return;
  folder = mkdtempSync(path.join(tmpdir(), "background-typed-"));
  const own = ["config", "user-data-dir", "extensions-dir"].map((each) => `--${each}=${folder}/${each}`);
  const vsix = path.join(HOME, "background-typed.vsix");
  const installed = spawnSync("code-server", [...own, "--install-extension", vsix]);
  assert.equal(installed.status, 0, String(installed.stderr));
  const quiet = ["update-check", "workspace-trust", "telemetry"].map((each) => `--disable-${each}`);
  // In a group of its own, because it starts others.
  server = spawn("code-server", [...own, ...quiet, "--auth=none", "--bind-addr=127.0.0.1:0"], {
    detached: true,
  });
  address = await said(server, /listening on (http:\/\/[\d.:]+)/);
  browser = await chromium.launch({ executablePath: which("chromium"), args: ["--no-sandbox"] });
});

after(async () => {
  if (skip) return;
  await browser.close();
  if (server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Return what a process says that matches. */
function said(process: ChildProcess, what: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = "";
    process.stdout?.on("data", (data: Buffer) => {
      all += data.toString();
      const found = what.exec(all)?.[1];
      if (found !== undefined) resolve(found);
    });
    process.once("exit", () => reject(new Error(`ended: ${all}`)));
  });
}

/** Open a module with a mistake, in a project whose environment has a command. */
async function open(name: string, command: string): Promise<[Page, string]> {
  const project = path.join(folder, name);
  mkdirSync(path.join(project, ".venv/bin"), { recursive: true });
  symlinkSync(command, path.join(project, ".venv/bin/background-typed"));
  writeFileSync(path.join(project, "pyproject.toml"), "");
  const file = path.join(project, "app.py");
  writeFileSync(file, BAD);
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  const payload = JSON.stringify([["openFile", `vscode-remote://${new URL(address).host}${file}`]]);
  await page.goto(`${address}/?${new URLSearchParams({ folder: project, payload })}`);
  return [page, file];
}

/** Wait until the editor underlines something, or nothing. */
async function underlines(page: Page, state: "attached" | "detached"): Promise<void> {
  await page.locator(".squiggly-error").first().waitFor({ state });
}

/** Wait until a file has a text. */
async function saved(file: string, text: string): Promise<void> {
  for (let tries = 0; tries < 100 && readFileSync(file, "utf8") !== text; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(readFileSync(file, "utf8"), text);
}

/** Restart the server with the command for it. */
async function restart(page: Page): Promise<void> {
  await page.keyboard.press("F1");
  await page.keyboard.type("background-typed: Restart the server");
  await page.getByRole("option", { name: "background-typed: Restart the server" }).click();
}

test("VS Code shows a finding, corrects it, saves, and shows none", { skip }, async () => {
  const [page, file] = await open("found", which("background-typed"));
  await underlines(page, "attached");
  await page.locator(".view-lines").first().click();
  await page.keyboard.press("F8");
  await page.locator(".marker-widget", { hasText: "is a generator function" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget").getByText("Run it to its end").click();
  await underlines(page, "detached");
  await page.keyboard.press("Control+s");
  await saved(file, FIXED);

  await page.keyboard.press("Control+z");
  await underlines(page, "attached");
  await restart(page);
  await underlines(page, "detached");
  await underlines(page, "attached");
  await page.close();
});

test("VS Code shows in one line why there is no server", { skip }, async () => {
  const broken = path.join(folder, "broken");
  writeFileSync(broken, '#!/bin/sh\necho "background-typed: pygls is not installed" >&2\nexit 2\n', {
    mode: 0o755,
  });
  const [page] = await open("not-found", broken);
  const told = page.locator(".notification-toast");
  await told.first().waitFor();
  await page.waitForTimeout(1000); // for others
  assert.deepEqual(await told.allInnerTexts(), ["background-typed: pygls is not installed"]);
  await page.close();
});
