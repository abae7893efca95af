// SPDX-License-Identifier: Apache-2.0
// validate_answers.mjs OPENAPI FILE... [--refused FILE...]: answers against the schemas of an
// OpenAPI document. A file is called after its route, "home.json" or "home.web.json". Those behind
// --refused must not hold.
//
// Answers may grow, so the document's objects are open. Here they are closed, so that a key that
// the document does not know is found.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

function closed(schema) {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const out = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (schema.type === "object" && schema.properties !== undefined) out.additionalProperties ??= false;
  return out;
}

const [documentFile, ...rest] = process.argv.slice(2);
const split = rest.indexOf("--refused");
const good = split < 0 ? rest : rest.slice(0, split);
const bad = split < 0 ? [] : rest.slice(split + 1);

const document = closed(JSON.parse(await readFile(documentFile, "utf8")));
const ajv = new Ajv.default({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, "openapi");

function validatorOf(route) {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (operation.operationId !== route) continue;
      const status = Object.keys(operation.responses).find((s) => s.startsWith("2"));
      const pointer = ["paths", path, method, "responses", status, "content", "application/json", "schema"]
        .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
        .join("/");
      return ajv.getSchema(`openapi#/${pointer}`);
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
  console.error(`${file}: ${wanted ? ajv.errorsText(validate.errors, { separator: "\n  " }) : "should not hold"}`);
}
for (const file of good) await judge(file, true);
for (const file of bad) await judge(file, false);
if (good.length === 0) console.error("there is no answer to validate");
process.exit(wrong === 0 && good.length > 0 ? 0 : 1);
