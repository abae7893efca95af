// SPDX-License-Identifier: Apache-2.0
// Processes that a check starts, and their end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const children = [];

// Starts a process and gives what `wanted` makes of the first line of its output of which it makes something.
// All lines go to `lines`, as long as it runs.
export function start(command, args, env, wanted, lines = []) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return new Promise((resolve, reject) => {
    const output = createInterface({ input: child.stdout });
    output.on("line", (line) => {
      lines.push(line);
      const found = wanted(line);
      if (found !== undefined) resolve(found);
    });
    output.on("close", () => reject(new Error(`${command} ended:\n${lines.join("\n")}`)));
    child.on("error", reject);
  });
}

// Starts bff-web; its URL, once it serves.
export function startGateway(bffWeb, config, env, lines) {
  const wanted = (line) => (line.includes('"event":"ready"') ? `http://${JSON.parse(line).listen[0]}` : undefined);
  const free = { BFF_WEB_PORT: "0", BFF_WEB_ADMIN_PORT: "0" };
  return start(bffWeb, ["serve", "--config", config], { ...free, ...env }, wanted, lines);
}

// A port that was free just now, for who must be known by its URL before it starts.
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export function stopAll() {
  for (const child of children) child.kill();
}
