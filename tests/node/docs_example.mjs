// SPDX-License-Identifier: Apache-2.0
// docs_example.mjs DOCUMENT CLIENT.TS: each piece of TypeScript that a document shows compiles over
// a generated client, which it imports as "./gateway".
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const [document, client] = process.argv.slice(2);
const examples = [...(await readFile(document, "utf8")).matchAll(/^```ts\n(.*?)^```/gms)].map((found) => found[1]);
if (examples.length === 0) throw new Error(`${document} shows no TypeScript`);

const place = (name) => fileURLToPath(new URL(name, import.meta.url));
await copyFile(client, place("gateway.ts"));
// What the app of the example has of its own.
const own = "declare function token(): Promise<string>;\ndeclare function signIn(): void;\n";
const files = examples.map((_, i) => place(`example_${i}.ts`));
await Promise.all(examples.map((example, i) => writeFile(files[i], own + example)));

const program = ts.createProgram(files, {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
});
const problems = ts.getPreEmitDiagnostics(program);
for (const problem of problems) {
  const { line } = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0) ?? { line: 0 };
  console.error(`${problem.file?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(problem.messageText, "\n")}`);
}
process.exit(problems.length === 0 ? 0 : 1);
