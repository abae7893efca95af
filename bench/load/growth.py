# SPDX-License-Identifier: Apache-2.0
"""The gateway's CPU per request as the fan-out widens and as the answer grows."""
from process import Process, free_port
from home import measure, run_generator, wrk
from subjects import ROOT, gateway

WIDTHS = (1, 3, 10, 30)
ITEMS = (10, 100, 1000, 10000)  # about 1 kB to 1 MB of JSON


def route(name, calls, query, items):
    """A route of `calls` calls that nothing orders, each a list that is picked from."""
    text = f"  - id: {name}\n    http: GET /v1/{name}\n    auth: public\n    deadline: 5s\n{query}    calls:\n"
    for i in range(calls):
        text += f"      c{i}: {{ rpc: bench.v1.GrowthService/List, with: {{ items: {items} }} }}\n"
    text += "    shape:\n"
    for i in range(calls):
        text += (f"      c{i}: {{ $for: i in $c{i}.items, "
                 "$shape: { id: $i.id, name: $i.name, price: $i.price, active: $i.active, note: $i.note } }\n")
    return text


def write_config(folder, address):
    query = "    query: { items: { type: int32, default: 10, min: 1, max: 10000 } }\n"
    routes = "".join(route(f"width{width}", width, "", 3) for width in WIDTHS)
    routes += route("size", 1, query, "$query.items")
    (folder / "growth.routes.yaml").write_text(f"version: bff/v1\nroutes:\n{routes}")
    config = folder / "growth.gateway.yaml"
    config.write_text(f"""version: bff/v1
client: web
listen: [{{ address: "127.0.0.1:${{BFF_WEB_PORT}}" }}]
workers: 1
protos: {{ folders: [{ROOT}/bench/growth], files: [growth.proto] }}
routes: [growth.routes.yaml]
upstreams:
  growth: {{ services: [bench.v1.GrowthService], endpoints: ["{address}"], max_message: 16MiB }}
""")
    return config


def measure_growth(build, folder, made, seconds):
    port = free_port()
    service = Process("growth-service", [build / "bench/bench-growth", port], folder)
    service.await_port(port)
    config = write_config(folder, f"127.0.0.1:{port}")
    subject = gateway("web", build, f"127.0.0.1:{port}", folder, name="growth", config=config)
    points = [("width", width, f"/v1/width{width}") for width in WIDTHS]
    points += [("size", items, f"/v1/size?items={items}") for items in ITEMS]
    found = []
    for kind, x, path in points:
        body = subject.body(made[0], path)
        run_generator(wrk(subject, folder, 1, 8, path))
        figures = measure(subject, service, wrk(subject, folder, seconds, 8, path))
        found.append({"kind": kind, "x": x, "bytes": len(body), **figures})
    subject.process.stop()
    service.stop()
    return found
