// Builds into dist/: the extension, or its tests with `--tests`.

import { build } from "esbuild";

const common = { bundle: true, outdir: "dist", platform: "node", target: "node20" };
if (process.argv.includes("--tests")) {
  await build({
    ...common,
    entryPoints: ["test/command.test.ts", "test/vscode.test.ts"],
    format: "esm",
    outExtension: { ".js": ".mjs" },
    packages: "external",
  });
} else {
  await build({ ...common, entryPoints: ["src/extension.ts"], external: ["vscode"], minify: true });
}
