// SPDX-License-Identifier: Apache-2.0
// validate_answers.mjs OPENAPI FILE... [--refused FILE...]: answers against the schemas of an
// OpenAPI document. A file is called after its route, "home.json" or "home.web.json". Those behind
// --refused must not hold.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { openApi } from "./openapi_schemas.mjs";

const [documentFile, ...rest] = process.argv.slice(2);
const split = rest.indexOf("--refused");
const good = split < 0 ? rest : rest.slice(0, split);
const bad = split < 0 ? [] : rest.slice(split + 1);
const { document, validator, explain } = await openApi(documentFile);

function validatorOf(route) {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (operation.operationId !== route) continue;
      const status = Object.keys(operation.responses).find((s) => s.startsWith("2"));
      return validator("paths", path, method, "responses", status, "content", "application/json", "schema");
    }
  }
  throw new Error(`${documentFile} has no route '${route}'`);
}

let wrong = 0;
async function judge(file, wanted) {
  const validate = validatorOf(basename(file).split(".")[0]);
  const holds = validate(JSON.parse(await readFile(file, "utf8")));
  if (holds === wanted) return;
  ++wrong;
  console.error(`${file}: ${wanted ? explain(validate) : "should not hold"}`);
}
for (const file of good) await judge(file, true);
for (const file of bad) await judge(file, false);
if (good.length === 0) console.error("there is no answer to validate");
process.exit(wrong === 0 && good.length > 0 ? 0 : 1);
