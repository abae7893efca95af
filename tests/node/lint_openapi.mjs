// SPDX-License-Identifier: Apache-2.0
// lint_openapi.mjs FILE...: OpenAPI documents under the recommended rules of Redocly and of
// Spectral, warnings included.
import { readFile } from "node:fs/promises";
import redocly from "@redocly/openapi-core";
import parsers from "@stoplight/spectral-parsers";
import rulesets from "@stoplight/spectral-rulesets";
import spectralCore from "@stoplight/spectral-core";

// What only the owner of an interface knows, or what a summary says already.
const redoclyConfig = await redocly.createConfig({
  extends: ["recommended"],
  rules: { "info-license": "off" },
});
const spectral = new spectralCore.Spectral();
spectral.setRuleset({
  extends: [[rulesets.oas, "recommended"]],
  rules: { "info-contact": "off", "operation-description": "off" },
});

async function byRedocly(file) {
  const found = await redocly.lint({ ref: file, config: redoclyConfig });
  return found.map((p) => `redocly ${p.ruleId} ${p.location[0]?.pointer ?? ""}: ${p.message}`);
}

async function bySpectral(file) {
  const document = new spectralCore.Document(await readFile(file, "utf8"), parsers.Json, file);
  const found = await spectral.run(document);
  return found.map((p) => `spectral ${p.code} ${p.path.join(".")}: ${p.message}`);
}

let problems = 0;
for (const file of process.argv.slice(2)) {
  for (const problem of [...(await byRedocly(file)), ...(await bySpectral(file))]) {
    console.error(`${file}: ${problem}`);
    ++problems;
  }
}
process.exit(problems === 0 && process.argv.length > 2 ? 0 : 1);
