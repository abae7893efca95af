# SPDX-License-Identifier: Apache-2.0
"""Methods served 1:1 (`expose`), beside a proxy of the same bytes."""
import json

from home import rounds, warm, wrk
from process import Failed, Process, free_port
from subjects import ROOT, gateway, proxy

GET = "/v1/customers/4711/orders/o-2024-02-29?lines={lines}&channel=WEB&language=de"
POST = "/v1/orders"
LINES = {"GET": 2, "POST": 10}  # a small answer, and one of about 2 kB

ROUTES = """version: bff/v1
expose:
  - service: bench.v1.OrderService
    auth: { required: true }
"""


def write_config(folder, address):
    below = folder / "direct.routes"
    below.mkdir(exist_ok=True)
    (below / "orders.yaml").write_text(ROUTES)
    config = folder / "direct.gateway.yaml"
    config.write_text(f"""version: bff/v1
client: web
listen: [{{ address: "127.0.0.1:${{BFF_WEB_PORT}}" }}]
workers: 1
protos: {{ folders: [{ROOT}/bench/direct, {ROOT}/protos], files: [orders.proto] }}
routes: [direct.routes]
upstreams:
  orders: {{ services: [bench.v1.OrderService], endpoints: ["{address}"] }}
auth:
  issuers: [{{ issuer: https://id.example, audience: shop, jwks_file: "${{BFF_JWKS_FILE}}" }}]
""")
    return config


class Request:
    """One of the two requests, and its answer."""

    def __init__(self, method, subject, token, folder):
        self.method = method
        got = GET.format(lines=LINES[method])
        self.path = got if method == "GET" else POST
        self.answer = subject.body(token, got)
        # What was got is an order, so it can be placed: both ways are checked by it.
        self.content = self.answer if method == "POST" else None
        self.file = None
        if self.content:
            self.file = folder / "direct.request.json"
            self.file.write_bytes(self.content)

    def compare(self, subject, token):
        found = subject.body(token, self.path, self.content)
        if json.loads(found) != json.loads(self.answer):
            raise Failed(f"{subject.name} answers {self.method} {self.path} with\n{found.decode()}\nnot\n"
                         f"{self.answer.decode()}")


def shelf(folder, requests):
    """The finished answers, as the second nginx has them."""
    below = folder / "bodies.direct"
    below.mkdir(exist_ok=True)
    for request in requests:
        (below / f"{request.method}.json").write_bytes(request.answer)
    return below


def measure_direct(build, folder, made, plan, skipped):
    """Of each request its sizes and, for each subject, its figures."""
    port = free_port()
    service = Process("direct-service", [build / "bench/bench-direct", port], folder)
    service.await_port(port)
    address = f"127.0.0.1:{port}"
    ours = gateway("web", build, address, folder, config=write_config(folder, address))
    requests = [Request(method, ours, made[0], folder) for method in ("GET", "POST")]
    subjects = [ours]
    if "nginx" not in skipped:
        subjects.append(proxy("direct", "static.direct", folder, {"SHELF": str(shelf(folder, requests))}))
    found = []
    for request in requests:
        for subject in subjects:
            request.compare(subject, made[0])

        def command(subject, seconds=plan.seconds, request=request):
            return wrk(subject, folder, seconds, path=request.path, content=request.file)
        for subject in subjects:
            warm(subject, service, lambda s, run=command: run(s, 1), plan.warm)
        found.append({"method": request.method, "sent": len(request.content or b""), "bytes": len(request.answer),
                      "closed": rounds(subjects, service, command, plan.rounds)})
    for subject in subjects:
        subject.process.stop()
    service.stop()
    return found
