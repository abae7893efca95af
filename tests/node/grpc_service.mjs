// SPDX-License-Identifier: Apache-2.0
// A gRPC service of a check's own.
import { writeFile } from "node:fs/promises";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

// Writes `proto` to `file` and serves its service `name` ("ticks.v1.Ticks"), by a function for each
// method: { address: "127.0.0.1:41234", stop() }.
export async function serveGrpc(file, proto, name, methods) {
  await writeFile(file, proto);
  const loaded = grpc.loadPackageDefinition(loadSync(file, { longs: String }));
  const { service } = name.split(".").reduce((found, part) => found[part], loaded);
  const server = new grpc.Server();
  server.addService(service, methods);
  const port = await new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
