// SPDX-License-Identifier: Apache-2.0
// A gRPC service whose stream goes on where its client stopped, as that says in `last-event-id`.
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import { serveGrpc } from "./grpc_service.mjs";

const kProto = `syntax = "proto3";
package ticks.v1;
service Ticks {
  rpc Last(LastRequest) returns (Tick);
  rpc Watch(WatchRequest) returns (stream Tick);
}
message LastRequest {}
message WatchRequest {
  string how = 1;
}
message Tick {
  int64 number = 1;
  string text = 2;
}
`;

// Breaks of lines, what JSON escapes, and more than a code unit of UTF-16.
export const kText = 'one\r\ntwo\n"\\ \u2028 \u{1F4DA}';

// What `how` a stream goes on, behind its first tick.
const kWays = {
  // Two more, and the end.
  turns(call, number) {
    call.write({ number: number + 1, text: kText });
    call.write({ number: number + 2, text: kText });
    call.end();
  },
  // Nothing: it stays quiet until the gateway ends it.
  quiet() {},
  fails(call) {
    call.emit("error", { code: grpc.status.UNAVAILABLE, details: "row 7 is broken" });
  },
};

// `asked`: for each `how` what the calls had in `last-event-id`, null for nothing.
export class TicksService {
  asked = {};
  cancelled = 0;

  // The address, once it serves. Writes ticks.proto into `folder`.
  async start(folder) {
    this.server = await serveGrpc(join(folder, "ticks.proto"), kProto, "ticks.v1.Ticks", {
      last: (_, answer) => answer(null, { number: 0, text: kText }),
      watch: (call) => this.watch(call),
    });
    return this.server.address;
  }

  watch(call) {
    const { how } = call.request;
    const last = call.metadata.get("last-event-id")[0] ?? null;
    (this.asked[how] ??= []).push(last);
    call.on("cancelled", () => ++this.cancelled);
    if (!(how in kWays)) return call.emit("error", { code: grpc.status.NOT_FOUND, details: "row 8" });
    const number = Number(last ?? 0) + 1;
    call.write({ number, text: kText });
    kWays[how](call, number);
  }

  stop() {
    this.server?.stop();
  }
}
