// SPDX-License-Identifier: Apache-2.0
// An OpenID Connect provider that is not ours: npm's oidc-provider, with its pages for development,
// on which any name with any password logs in. It is at localhost, and so on another site than the
// gateway, which is at 127.0.0.1.
import { once } from "node:events";
import Provider from "oidc-provider";

export const kClient = { client_id: "web", client_secret: "of the check" };

export class IdentityProvider {
  // What it has given, and what must not be seen elsewhere.
  tokens = new Set();
  grants = [];
  refusals = [];

  // `gateway`: its URL. `more` of what it knows of the gateway. `issuer` is there once it serves.
  async start(port, gateway, more = {}) {
    this.issuer = `http://localhost:${port}`;
    const provider = new Provider(this.issuer, {
      clients: [
        {
          ...kClient,
          redirect_uris: [`${gateway}/auth/callback`],
          post_logout_redirect_uris: [`${gateway}/v1/welcome`],
          grant_types: ["authorization_code", "refresh_token"],
          ...more,
        },
      ],
      cookies: { keys: ["one of the check"] },
      features: { backchannelLogout: { enabled: true }, revocation: { enabled: true } },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      // It gives none for `offline_access` unless the client asks for consent each time.
      issueRefreshToken: async () => true,
      pkce: { methods: ["S256"], required: () => true },
      rotateRefreshToken: true,
      ttl: { AccessToken: 2, IdToken: 600, RefreshToken: 600, Session: 600, Grant: 600, Interaction: 600 },
    });
    provider.on("grant.success", ({ oidc, body }) => this.note(oidc.params.grant_type, body));
    provider.on("grant.error", (_, error) => this.refusals.push(String(error)));
    provider.on("backchannel.error", (_, error) => this.refusals.push(String(error)));
    provider.on("server_error", (_, error) => this.refusals.push(String(error)));
    this.server = provider.listen(port, "127.0.0.1");
    await once(this.server, "listening");
  }

  note(type, { access_token, refresh_token, id_token }) {
    this.grants.push(type);
    for (const token of [access_token, refresh_token, id_token]) if (token) this.tokens.add(token);
  }

  stop() {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

// ---- Its pages.
// Fills in the form of the login, and agrees with what the client wants where that is asked.
export async function fillIn(page, user) {
  await page.fill("input[name=login]", user);
  await page.fill("input[name=password]", "any");
  await page.click("button[type=submit]");
  await agree(page);
}

async function agree(page) {
  const asked = page.locator("input[name=prompt][value=consent]").waitFor({ state: "attached" });
  const left = page.waitForURL((url) => url.hostname !== "localhost");
  const first = await Promise.race([asked.then(() => "asked"), left.then(() => "left")]);
  // The other will never come about, and is not to end the check when its time is over.
  asked.catch(() => {});
  left.catch(() => {});
  if (first === "asked") await page.click("button[type=submit]");
}

export function confirmLogout(page) {
  return page.click("button[name=logout]");
}
