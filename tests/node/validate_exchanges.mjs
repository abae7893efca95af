// SPDX-License-Identifier: Apache-2.0
// validate_exchanges.mjs OPENAPI EXCHANGES: what a gateway answered, of every status, against the
// OpenAPI document that it printed. EXCHANGES holds objects one behind the other, each with
// `request` ("GET /v1/home?recent=3"), `status`, `headers` and, unless it was empty, `body`.
import { readFile } from "node:fs/promises";
import { openApi } from "./openapi_schemas.mjs";

const [documentFile, exchangesFile] = process.argv.slice(2);
const { document, validator, explain } = await openApi(documentFile);
const exchanges = JSON.parse(`[${(await readFile(exchangesFile, "utf8")).replaceAll(/^}\n{$/gm, "},{")}]`);

function operationOf(request) {
  const [method, target] = request.split(" ");
  const segments = target.split("?")[0].split("/");
  const fits = (template) => {
    const wanted = template.split("/");
    return wanted.length === segments.length && wanted.every((part, i) => part.startsWith("{") || part === segments[i]);
  };
  // A literal segment beats a variable, and sorts before it: "{" is above all letters.
  const path = Object.keys(document.paths).filter(fits).sort()[0];
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${documentFile} has no operation for ${request}`);
  return { path, method: method.toLowerCase(), operation };
}

// What is wrong with an exchange, or undefined.
function wrongWith({ request, status, headers, body }) {
  const { path, method, operation } = operationOf(request);
  const key = operation.responses[status] !== undefined ? String(status) : "default";
  let response = operation.responses[key];
  let place = ["paths", path, method, "responses", key];
  if (response.$ref !== undefined) {
    place = response.$ref.slice(2).split("/");
    response = place.reduce((at, name) => at[name], document);
  }
  if (status < 400 && key === "default") return `status ${status} is not declared`;
  if (body === undefined) return response.content === undefined ? undefined : "there should be a body";
  const [type] = headers["content-type"];
  if (response.content?.[type] === undefined) return `${type} is not declared for ${key}`;
  const validate = validator(...place, "content", type, "schema");
  return validate(body) ? undefined : explain(validate);
}

let wrong = 0;
for (const exchange of exchanges) {
  const problem = wrongWith(exchange);
  if (problem === undefined) continue;
  ++wrong;
  console.error(`${exchangesFile}: ${exchange.request}, ${exchange.status}: ${problem}`);
}
if (exchanges.length === 0) console.error("there is no answer to validate");
process.exit(wrong === 0 && exchanges.length > 0 ? 0 : 1);
