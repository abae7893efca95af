// SPDX-License-Identifier: Apache-2.0
// Headless Chromium, as Debian or somebody else installed it.
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

async function findBrowser() {
  for (const folder of process.env.PATH.split(delimiter)) {
    for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
      const file = join(folder, name);
      if (await access(file, constants.X_OK).then(() => true, () => false)) return file;
    }
  }
  console.log("skipped: there is no Chromium; Debian's package is 'chromium'");
  process.exit(77);
}

// Ends the check with 77, which ctest takes for skipped, where there is none. It reaches loopback
// only, whatever pages name: fonts, for one.
export async function launchBrowser() {
  const executablePath = await findBrowser();
  // Containers have little /dev/shm.
  const args = ["--disable-dev-shm-usage", "--disable-gpu"];
  args.push("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost");
  return chromium.launch({ executablePath, args });
}
