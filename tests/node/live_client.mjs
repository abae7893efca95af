// SPDX-License-Identifier: Apache-2.0
// live_client.mjs BFF-WEB DEMO-SERVICES PROJECT: the client that bff-web generates, compiled under
// --strict with live_use.ts and run against that bff-web over the demo's services.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { start, startGateway, stopAll } from "./processes.mjs";

const [bffWeb, demoServices, project] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "bff-live-client-"));

const kSearch = `version: bff/v1
routes:
  - id: search-products
    http: POST /v1/products/search
    auth: public
    body: shop.v1.SearchProductsRequest
    calls:
      found:
        rpc: shop.v1.CatalogService/SearchProducts
        with: { query: $body.query, page_size: $body.page_size, max_price: $body.max_price }
    respond: { status: 201 }
    shape: { products: { $for: p in $found.products, $pick: [id, name, price] } }
`;

// The project's protos and routes with one more route, and gateway.yaml beside them.
async function writeConfig() {
  for (const part of ["protos", "routes", "bff-web"]) {
    await cp(join(project, part), join(folder, part), { recursive: true });
  }
  await writeFile(join(folder, "bff-web/routes/search.yaml"), kSearch);
  return join(folder, "bff-web/gateway.yaml");
}

// live_use.ts over the client, as a module that Node runs.
async function compile(client) {
  const source = join(folder, "src");
  await mkdir(source);
  await writeFile(join(source, "gateway.ts"), client);
  await copyFile(join(project, "tests/node/live_use.ts"), join(source, "use.ts"));
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    outDir: join(folder, "out"),
  };
  const program = ts.createProgram([join(source, "use.ts")], options);
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  const text = problems.map((p) => `${p.file?.fileName}: ${ts.flattenDiagnosticMessageText(p.messageText, "\n")}`);
  assert.deepEqual(text, []);
  return (await import(pathToFileURL(join(folder, "out/use.js")).href)).default.run;
}

try {
  const demoHome = { BFF_DEMO_HOME: join(folder, "keys") };
  const { stdout: token } = await promisify(execFile)(join(project, "demo/token"), ["1"], {
    env: { ...process.env, ...demoHome },
  });
  const config = await writeConfig();
  const address = await start(demoServices, ["--services", "users,orders,catalog", "--listen", "127.0.0.1:0"], {}, (line) =>
    line.startsWith("listening on ") ? line.slice("listening on ".length) : undefined,
  );
  const environment = {
    BFF_WEB_PORT: "0",
    BFF_WEB_ADMIN_PORT: "0",
    BFF_JWKS_FILE: join(folder, "keys/keys.json"),
    USERS_ADDRESS: address,
    ORDERS_ADDRESS: address,
    CATALOG_ADDRESS: address,
  };
  const { stdout: client } = await promisify(execFile)(bffWeb, ["types", "--lang", "ts", "--config", config], {
    env: { ...process.env, ...environment },
  });
  const run = await compile(client);
  const baseUrl = await startGateway(bffWeb, config, environment);
  assert.deepEqual(await run({ baseUrl, headers: () => ({ authorization: `Bearer ${token.trim()}` }) }), {
    home: { orders: 2, named: true, total: true, email: "string" },
    problem: {
      type: "urn:bff:not-found",
      status: 404,
      call: "product",
      instance: "/v1/products/999999",
      answered: 404,
    },
    search: { status: 201, found: true, named: true },
  });
} finally {
  stopAll();
  await rm(folder, { recursive: true, force: true });
}
