# SPDX-License-Identifier: Apache-2.0
"""Where and with what the figures were made."""
import json
import os
import re
import subprocess
import time
from pathlib import Path

from subjects import ROOT


def first_line(*command):
    try:
        out = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return None
    return ((out.stdout + out.stderr).strip().splitlines() or [""])[0].strip()


def npm_version(package):
    lock = json.loads((ROOT / "bench/peers/node/package-lock.json").read_text())
    return lock["packages"][f"node_modules/{package}"]["version"]


def describe(subjects):
    cpu = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    commit = first_line("git", "-C", str(ROOT), "describe", "--always", "--dirty")
    versions = {"gateway": f"commit {commit}", "compiler": first_line("g++", "--version"),
                "load": f"{(first_line('wrk', '-v') or '').split(' [')[0]}; bench/load/open_loop.cpp"}
    if "node" in subjects:
        versions["node"] = f"Node {first_line('node', '--version')}, " + ", ".join(
            f"{name} {npm_version(name)}" for name in
            ("fastify", "@grpc/grpc-js", "@grpc/proto-loader", "fast-jwt", "pino"))
    if "go" in subjects:
        module = (ROOT / "bench/peers/go/go.mod").read_text()
        versions["go"] = f"{first_line('go', 'version')}, grpc-go " + re.search(r"/grpc (v\S+)", module)[1]
    if "nginx" in subjects:
        versions["nginx"] = first_line("/usr/sbin/nginx", "-v")
    return {"cpu": cpu[1] if cpu else os.uname().machine, "cores": len(os.sched_getaffinity(0)),
            "kernel": f"{os.uname().sysname} {os.uname().release}",
            "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
            "load": os.getloadavg(), "versions": versions}
