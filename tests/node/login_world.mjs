// SPDX-License-Identifier: Apache-2.0
// A gateway that people log in to by browser, with all that it needs: an identity provider, a
// service that counts its calls, and Chromium.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { launchBrowser } from "./browser.mjs";
import { serveGrpc } from "./grpc_service.mjs";
import { IdentityProvider, kClient } from "./identity_provider.mjs";
import { freePort, startGateway, stopAll } from "./processes.mjs";

const kProto = `syntax = "proto3";
package notes.v1;
service Notes {
  rpc Who(Asked) returns (Asked);
  rpc Add(Asked) returns (Asked);
}
message Asked {
  string user = 1;
}
`;

const kRoutes = `version: bff/v1
routes:
  - id: welcome
    http: GET /v1/welcome
    auth: public
    calls: { who: { rpc: notes.v1.Notes/Who, with: { user: nobody } } }
    shape: { user: $who.user }
  - id: me
    http: GET /v1/me
    auth: { required: true }
    calls: { who: { rpc: notes.v1.Notes/Who, with: { user: $auth.sub } } }
    shape: { user: $who.user }
  - id: add
    http: POST /v1/notes
    auth: { required: true }
    calls: { add: { rpc: notes.v1.Notes/Add, with: { user: $auth.sub } } }
    shape: { user: $add.user }
`;

const config = (gateway, issuer, notes, store) => `version: bff/v1
client: web
listen: [{ address: "127.0.0.1:\${BFF_WEB_PORT}" }]
external_url: ${gateway}
workers: 2
protos: { folders: ["."], files: [notes.proto] }
routes: [routes]
upstreams: { notes: { services: [notes.v1.Notes], endpoints: ["${notes}"] } }
auth:
  sessions:
    issuer: ${issuer}
    client_id: ${kClient.client_id}
    client_secret_file: secret
    scope: [openid, offline_access]
    store: ${store}
    keys_file: cookie-keys
    refresh_ahead: 1s
    after_logout: /v1/welcome
`;

export class LoginWorld {
  calls = { who: 0, add: 0 };
  log = []; // lines of the gateway's
  provider = new IdentityProvider();

  // `store`: of sessions.
  async start(bffWeb, store) {
    this.browser = await launchBrowser();
    this.folder = await mkdtemp(join(tmpdir(), "bff-login-"));
    const count = (name) => (call, answer) => {
      ++this.calls[name];
      answer(null, call.request);
    };
    const file = join(this.folder, "notes.proto");
    this.notes = await serveGrpc(file, kProto, "notes.v1.Notes", { who: count("who"), add: count("add") });
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    // Nobody but the browser has what is in a cookie: a provider cannot end it.
    const logout = { backchannel_logout_uri: `${this.url}/auth/backchannel-logout`, backchannel_logout_session_required: true };
    await this.provider.start(await freePort(), this.url, store === "cookie" ? {} : logout);
    await mkdir(join(this.folder, "routes"));
    const files = {
      "routes/notes.yaml": kRoutes,
      secret: kClient.client_secret,
      "cookie-keys": `${randomBytes(32).toString("base64url")}\n`,
      "gateway.yaml": config(this.url, this.provider.issuer, this.notes.address, store),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(this.folder, name), text, { mode: 0o600 });
    await startGateway(bffWeb, join(this.folder, "gateway.yaml"), { BFF_WEB_PORT: String(port) }, this.log);
  }

  async stop() {
    await this.browser?.close();
    stopAll();
    this.provider.stop();
    this.notes?.stop();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }
}

// ---- What pages of the gateway's origin do.
// The status and the JSON of an answer. `path` may be a whole URL.
export function ask(page, path, options = {}) {
  return page.evaluate(
    async ([where, how]) => {
      const answer = await fetch(where, how);
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },
    [path, options],
  );
}

// Until it holds: the machine may be busy.
export async function eventually(what, holds) {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`this did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
