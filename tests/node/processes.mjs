// SPDX-License-Identifier: Apache-2.0
// Processes that a check starts, and their end.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const children = [];

// Starts a process and gives what `wanted` makes of the first line of its output of which it makes something.
export async function start(command, args, env, wanted) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const found = wanted(line);
    if (found === undefined) continue;
    child.stdout.resume();
    return found;
  }
  throw new Error(`${command} ended:\n${lines.join("\n")}`);
}

// Starts bff-web; its URL, once it serves.
export function startGateway(bffWeb, config, env) {
  return start(bffWeb, ["serve", "--config", config], { BFF_WEB_PORT: "0", BFF_WEB_ADMIN_PORT: "0", ...env }, (line) =>
    line.includes('"event":"ready"') ? `http://${JSON.parse(line).listen[0]}` : undefined,
  );
}

export function stopAll() {
  for (const child of children) child.kill();
}
