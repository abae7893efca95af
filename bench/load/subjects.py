# SPDX-License-Identifier: Apache-2.0
"""What is measured: the gateways, and the peers that answer the same requests with the same bodies."""
import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path

from process import Failed, Process, free_port

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = ("web", "mobile")
USERS = range(1, 17)


class Subject:
    """A server under load: its process, its port, and what its answers are called."""

    def __init__(self, name, client, process, port):
        self.name, self.client, self.process, self.port = name, client, process, port
        process.await_port(port)

    def url(self, path="/v1/home"):
        return f"http://127.0.0.1:{self.port}{path}"

    def body(self, token, path="/v1/home", content=None):
        """The answer to GET, or to `content` posted as JSON."""
        headers = {"Authorization": f"Bearer {token}"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        asked = urllib.request.Request(self.url(path), content, headers)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.read()


def tokens(folder):
    """A token for each user, and the key set to check them with. The demo's own key is left alone."""
    env = {**os.environ, "BFF_DEMO_HOME": str(folder / "keys")}
    made = [subprocess.run([ROOT / "demo/token", str(user)], env=env, check=True, text=True,
                           capture_output=True).stdout.strip() for user in USERS]
    (folder / "tokens").write_text("\n".join(made) + "\n")
    return made


def demo_services(build, folder):
    port = free_port()
    services = Process("services", [build / "demo/demo-services", "--listen", f"127.0.0.1:{port}"], folder)
    services.await_port(port)
    return services, f"127.0.0.1:{port}"


def gateway_config(client, folder):
    """The gateway's own gateway.yaml, for another folder than its own."""
    text = (ROOT / f"bff-{client}/gateway.yaml").read_text()
    for old, new in (("../protos", f"{ROOT}/protos"),
                     ("[../routes, routes]", f"[{ROOT}/routes, {ROOT}/bff-{client}/routes]")):
        if old not in text:
            raise Failed(f"bff-{client}/gateway.yaml has no '{old}'; bench/load/subjects.py replaces it")
        text = text.replace(old, new)
    text = text.replace(", protos]", f", {ROOT}/bff-{client}/protos]")  # of its own, if any
    file = folder / f"gateway.{client}.yaml"
    file.write_text(text)
    return file


def gateway(client, build, address, folder, env=None, name="gateway", config=None):
    port, upper = free_port(), client.upper()
    env = {"BFF_WORKERS": "1", f"BFF_{upper}_PORT": str(port), f"BFF_{upper}_ADMIN_PORT": str(free_port()),
           "USERS_ADDRESS": address, "ORDERS_ADDRESS": address, "CATALOG_ADDRESS": address,
           "BFF_JWKS_FILE": str(folder / "keys/keys.json"), **(env or {})}
    command = [build / f"bff-{client}/bff-{client}", "serve", "--config", config or gateway_config(client, folder)]
    return Subject(name, client, Process(f"{name}.{client}", command, folder, env), port)


def node(client, peers, address, folder):
    port = free_port()
    command = ["node", peers / "node/server.js", client, port, address, folder / "keys/keys.json",
               ROOT / "protos", folder / f"node.{client}.access.log"]
    return Subject("node", client, Process(f"node.{client}", command, folder, {"NODE_ENV": "production"}), port)


def go(client, peers, address, folder):
    port = free_port()
    command = [peers / "go/peer", client, port, address, folder / "keys/keys.json",
               folder / f"go.{client}.access.log"]
    return Subject("go", client, Process(f"go.{client}", command, folder, {"GOMAXPROCS": "1"}), port)


def nginx(client, bodies, made, folder):
    """A proxy of the finished bodies, one a user."""
    shelf = folder / f"bodies.{client}"
    shelf.mkdir(exist_ok=True)
    for user, body in zip(USERS, bodies):
        (shelf / f"{user}.json").write_bytes(body)
    users = "".join(f'    "Bearer {token}" {user};\n' for user, token in zip(USERS, made))
    return proxy(client, "static", folder, {"SHELF": str(shelf), "TOKENS": users})


def proxy(client, behind, folder, words):
    """A reverse proxy, measured, and behind it a second nginx with what there is to proxy, not measured: `behind` is
    its file in bench/peers/nginx, `words` are what stands in there in @...@."""
    static, port = free_port(), free_port()
    # Else a worker of root's nginx is www-data, which may not read this folder.
    user = "user root root;" if os.getuid() == 0 else ""
    words = {"USER": user, "FOLDER": str(folder), "STATIC_PORT": str(static), "PORT": str(port), "CLIENT": client,
             **words}
    for role, awaited in ((behind, static), ("proxy", port)):
        text = (ROOT / f"bench/peers/nginx/{role}.conf").read_text()
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        file = folder / f"nginx.{role}.{client}.conf"
        file.write_text(text)
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        process = Process(f"nginx-{role}.{client}", [program, "-p", folder, "-c", file, "-e", "stderr"], folder)
        process.await_port(awaited)
    return Subject("nginx", client, process, port)


def compare(subjects, made):
    """Ends the run unless all answer every user with the same JSON. Returns the first one's bodies."""
    wanted = [subjects[0].body(token) for token in made]
    for other in subjects[1:]:
        for user, token, body in zip(USERS, made, wanted):
            found = other.body(token)
            if json.loads(found) != json.loads(body):
                raise Failed(f"{other.name} answers {other.client}'s home of user {user} differently:\n"
                             f"{found.decode()}\n{subjects[0].name}:\n{body.decode()}")
    return wanted
