# SPDX-License-Identifier: Apache-2.0
"""1,000 routes over 200 services: their check, the start, and what one of them costs beside the same route alone."""
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from statistics import median

from home import rounds, run_generator, wrk
from process import Failed, Process, free_port
from subjects import ROOT, gateway

SERVICES, ROUTES, ITEMS = 200, 1000, 10
TIMES = 3  # of each check and each start, for their medians
MEASURED = 500  # which of the routes is called: neither the first nor the last
PATH = f"/v1/a0/b{MEASURED}"

PROTO = """syntax = "proto3";
package s{i}.v1;
message Money {{ string currency = 1; int64 units = 2; int32 nanos = 3; }}
enum Status {{ STATUS_UNSPECIFIED = 0; STATUS_PAID = 1; }}
message Item {{
  int64 id = 1;
  string name = 2;
  Money price = 3;
  Status status = 4;
  repeated string tags = 5;
  map<string, string> labels = 6;
  optional string note = 7;
}}
message GetRequest {{ int64 id = 1; }}
message GetResponse {{ Item item = 1; repeated int64 related = 2; }}
message ListRequest {{ repeated int64 ids = 1; string page = 2; }}
message ListResponse {{ repeated Item items = 1; string next = 2; }}
service Items {{
  rpc Get(GetRequest) returns (GetResponse);
  rpc List(ListRequest) returns (ListResponse);
  rpc BatchGet(ListRequest) returns (ListResponse);
}}
"""

# Three calls of three services, each of which reads the one before: the last joins by key.
ROUTE = """version: bff/v1
routes:
  - id: r{r}
    http: GET /v1/a{group}/b{r}/{{id}}
    auth: public
    calls:
      one: {{ rpc: s{one}.v1.Items/Get, with: {{ id: $path.id }} }}
      more: {{ rpc: s{more}.v1.Items/List, with: {{ ids: $one.related }}, on_error: as_null }}
      rows: {{ rpc: s{rows}.v1.Items/BatchGet, batch: {{ into: ids }}, index: items.id, on_error: as_null }}
    shape:
      name: $one.item!.name
      price: $one.item!.price
      more:
        $for: i in $more.items
        $shape: {{ id: $i.id, row: {{ $from: $rows($i.id), $pick: [id, name, price] }} }}
    clients: {{ web: {{}}, mobile: {{ only: [name, more.id] }} }}
"""

ONE_ROUTE = f"""version: bff/v1
routes:
  - id: measured
    http: GET {PATH}/{{items}}
    auth: public
    calls:
      list: {{ rpc: bench.v1.GrowthService/List, with: {{ items: $path.items }} }}
    shape: {{ items: {{ $for: i in $list.items, $pick: [id, name, price] }} }}
"""


def write_config(folder, address, services, routes):
    """`routes` routes, one of them the measured one, over `services` generated services and the real one."""
    shutil.rmtree(folder, ignore_errors=True)
    for below in ("protos", "routes"):
        (folder / below).mkdir(parents=True)
    names = [f"s{i}" for i in range(services)]
    for i, name in enumerate(names):
        (folder / f"protos/{name}.proto").write_text(PROTO.format(i=i))
    for r in range(routes):
        made = ROUTE.format(r=r, group=r % 50, one=r % services, more=(r * 7 + 1) % services,
                            rows=(r * 13 + 2) % services) if r != MEASURED and services else ONE_ROUTE
        (folder / f"routes/r{r}.yaml").write_text(made)
    files = ", ".join(["growth.proto"] + [f"{name}.proto" for name in names])
    upstreams = "".join(f"  u{name}: {{ services: [{name}.v1.Items], endpoints: [\"{address}\"] }}\n"
                        for name in names)
    config = folder / "gateway.yaml"
    config.write_text(f"""version: bff/v1
client: web
listen: [{{ address: "127.0.0.1:${{BFF_WEB_PORT}}" }}]
admin: {{ address: "127.0.0.1:${{BFF_WEB_ADMIN_PORT}}" }}
workers: 1
protos: {{ folders: [protos, {ROOT}/bench/growth], files: [{files}] }}
routes: [routes]
upstreams:
  growth: {{ services: [bench.v1.GrowthService], endpoints: ["{address}"] }}
{upstreams}""")
    return config


def check(program, config):
    """Wall and CPU seconds."""
    env = {**os.environ, "BFF_WEB_PORT": "0", "BFF_WEB_ADMIN_PORT": "0"}
    begin = time.monotonic()
    child = subprocess.Popen([program, "check", "--config", config], env=env, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)
    out = child.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failed(f"check of {config} failed:\n{out}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime


def is_ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def start(name, program, config, folder):
    """Wall and CPU seconds until /readyz says so."""
    admin = free_port()
    env = {"BFF_WEB_PORT": str(free_port()), "BFF_WEB_ADMIN_PORT": str(admin)}
    begin = time.monotonic()
    process = Process(f"{name}.start", [program, "serve", "--config", config], folder, env)
    process.await_(lambda: is_ready(admin), step=0.005)
    wall, cpu = time.monotonic() - begin, process.cpu()
    process.stop()
    return wall, cpu


def medians(run):
    wall, cpu = zip(*(run() for _ in range(TIMES)))
    return {"wall_s": median(wall), "cpu_s": median(cpu)}


def measure_many(build, folder, count):
    """count rounds of a second for each of the two gateways, one after the other."""
    port, program = free_port(), build / "bff-web/bff-web"
    service = Process("many-service", [build / "bench/bench-growth", port], folder)
    service.await_port(port)
    address, path = f"127.0.0.1:{port}", f"{PATH}/{ITEMS}"
    found, subjects = {}, []
    for name, services, routes in (("many", SERVICES, ROUTES), ("alone", 0, 1)):
        config = write_config(folder / name, address, services, routes)
        found[name] = {"check": medians(lambda: check(program, config)),
                       "start": medians(lambda: start(name, program, config, folder))}
        subjects.append(gateway("web", build, address, folder, name=name, config=config))
    bodies = {subject.body("", path) for subject in subjects}
    if len(bodies) != 1:
        raise Failed("the same route answers differently alone and among many")
    for subject in subjects:
        run_generator(wrk(subject, folder, 1, 8, path))
    for row in rounds(subjects, service, lambda s: wrk(s, folder, 1, 8, path), count):
        found[row["subject"]].update(row)
    for subject in subjects:
        subject.process.stop()
    service.stop()
    return found
