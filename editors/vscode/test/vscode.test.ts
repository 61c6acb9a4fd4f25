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
  const places = ["config", "user-data-dir", "extensions-dir"];
  const own = places.map((each) => `--${each}=${folder}/${each}`);
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

/** Write a project with a mistake, and return its folder. */
function project(name: string): string {
  const made = path.join(folder, name);
  mkdirSync(path.join(made, ".venv/bin"), { recursive: true });
  mkdirSync(path.join(made, ".vscode"));
  writeFileSync(path.join(made, "pyproject.toml"), "");
  writeFileSync(path.join(made, "app.py"), BAD);
  return made;
}

/** Set something for a project. */
function set(made: string, settings: Record<string, unknown>): void {
  writeFileSync(path.join(made, ".vscode/settings.json"), JSON.stringify(settings));
}

/** Open the module of a project. */
async function open(made: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  const file = `vscode-remote://${new URL(address).host}${made}/app.py`;
  const payload = JSON.stringify([["openFile", file]]);
  await page.goto(`${address}/?${new URLSearchParams({ folder: made, payload })}`);
  return page;
}

/** Return what VS Code tells the user, once it tells something. */
async function told(page: Page): Promise<string[]> {
  const toasts = page.locator(".notification-toast");
  await toasts.first().waitFor();
  await page.waitForTimeout(1000); // for others
  return toasts.allInnerTexts();
}

/** Wait until the editor underlines something, or nothing. */
async function underlines(page: Page, state: "attached" | "detached"): Promise<void> {
  await page.locator(".squiggly-error").first().waitFor({ state });
}

/** Wait until a project is saved without its mistake. */
async function corrected(made: string): Promise<void> {
  const text = () => readFileSync(path.join(made, "app.py"), "utf8");
  for (let tries = 0; tries < 100 && text() !== FIXED; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(text(), FIXED);
}

/** Restart the server with the command for it. */
async function restart(page: Page): Promise<void> {
  await page.keyboard.press("F1");
  await page.keyboard.type("background-typed: Restart the server");
  await page.getByRole("option", { name: "background-typed: Restart the server" }).click();
}

test("VS Code shows a finding, corrects it, saves, and shows none", { skip }, async () => {
  const made = project("found");
  symlinkSync(which("background-typed"), path.join(made, ".venv/bin/background-typed"));
  const page = await open(made);
  await underlines(page, "attached");
  await page.locator(".view-lines").first().click();
  await page.keyboard.press("F8");
  await page.locator(".marker-widget", { hasText: "is a generator function" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget").getByText("Run it to its end").click();
  await underlines(page, "detached");
  await page.keyboard.press("Control+s");
  await corrected(made);

  await page.keyboard.press("Control+z");
  await underlines(page, "attached");
  await restart(page);
  await underlines(page, "detached");
  await underlines(page, "attached");
  await page.close();
});

test("VS Code follows the settings when they change, and corrects on saving", { skip }, async () => {
  const made = project("set");
  const onSaving = { "source.fixAll.backgroundTyped": "explicit" };
  const common = { "[python]": { "editor.codeActionsOnSave": onSaving } };
  set(made, { ...common, "backgroundTyped.path": "./no" });
  const page = await open(made);
  assert.deepEqual(await told(page), [
    'background-typed: backgroundTyped.path: "./no" does not exist, or is no file',
  ]);
  const own = { ...common, "backgroundTyped.path": ["env", "X=1", which("background-typed")] };
  set(made, own);
  await underlines(page, "attached");
  const hint = page.locator(".view-line", { hasText: /name\s*[:=]\s*"a"/ });
  assert.equal(await hint.count(), 0);
  set(made, { ...own, "backgroundTyped.inlayHints": true });
  await hint.waitFor();
  await page.locator(".view-lines").first().click();
  await page.keyboard.press("Control+s");
  await underlines(page, "detached");
  await corrected(made);
  await page.close();
});

test("VS Code shows in one line why there is no server", { skip }, async () => {
  const made = project("broken");
  const command = path.join(made, ".venv/bin/background-typed");
  const what = "background-typed: pygls is not installed";
  writeFileSync(command, `#!/bin/sh\necho "${what}" >&2\nexit 2\n`, { mode: 0o755 });
  const page = await open(made);
  assert.deepEqual(await told(page), [what]);
  await page.close();
});
