// SPDX-License-Identifier: Apache-2.0
// The schemas of an OpenAPI document, ready to judge what they are about.
//
// Answers may grow, so the document's objects are open. Here they are closed, so that a key that
// the document does not know is found.
import { readFile } from "node:fs/promises";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

function closed(schema) {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const out = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (schema.type === "object" && schema.properties !== undefined) out.additionalProperties ??= false;
  return out;
}

export async function openApi(file) {
  const document = closed(JSON.parse(await readFile(file, "utf8")));
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "openapi");
  // The names of a schema on the way to it from the document's root: "paths", "/v1/home", "get" …
  const validator = (...parts) =>
    ajv.getSchema(
      "openapi#/" + parts.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/"),
    );
  const explain = (validate) => ajv.errorsText(validate.errors, { separator: "\n  " });
  return { document, validator, explain };
}
