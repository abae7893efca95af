// SPDX-License-Identifier: Apache-2.0
// All that a browser gets to see, and what of it must not be there.
import assert from "node:assert/strict";

// Listens to every page of a context.
export class Eavesdropper {
  heard = []; // { where, text }
  pending = [];

  constructor(context) {
    context.on("request", (request) => this.pending.push(this.hearRequest(request)));
    context.on("response", (response) => this.pending.push(this.hearResponse(response)));
  }

  async hearRequest(request) {
    const headers = JSON.stringify(await request.allHeaders());
    this.heard.push({ where: `request ${request.url()}`, text: `${request.url()} ${headers} ${request.postData() ?? ""}` });
  }

  async hearResponse(response) {
    const headers = JSON.stringify(await response.headersArray());
    // A redirect has no body that could be read, nor has what was left before it came.
    const body = await response.text().catch(() => "");
    this.heard.push({ where: `response of ${response.url()}`, text: `${headers} ${body}` });
  }

  // What scripts of a page can read, and the cookies that they cannot.
  async hearPage(page) {
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.documentElement.outerHTML]),
    );
    this.heard.push({ where: `what scripts read at ${page.url()}`, text: kept });
    this.heard.push({ where: "cookies", text: JSON.stringify(await page.context().cookies()) });
  }

  // Fails where one of the secrets was to be heard. A JWT's last part alone would do harm.
  async expectNone(secrets, more) {
    await Promise.allSettled(this.pending);
    const all = [...this.heard, ...more];
    for (const secret of secrets)
      for (const part of [secret, ...secret.split(".").slice(1)])
        for (const { where, text } of all) assert.ok(!text.includes(part), `a token is in: ${where}`);
    return all.length;
  }
}
