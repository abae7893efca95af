# SPDX-License-Identifier: Apache-2.0
"""Load on the home screens: one subject after the other, round after round."""
import json
import os
import subprocess
from pathlib import Path
from statistics import median

from process import Failed

HERE = Path(__file__).resolve().parent


def run_generator(command):
    """The generator's last line as JSON, and its CPU seconds."""
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out = child.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failed(f"{command[0]} failed:\n{out}")
    return json.loads(out.strip().splitlines()[-1]), usage.ru_utime + usage.ru_stime


def measure(subject, services, command):
    """One round: CPU µs a request of subject, services and load generator, rate, latencies."""
    before, before_services = subject.process.cpu(), services.cpu()
    figures, load = run_generator(command)
    if figures["errors"] or not figures["requests"]:
        raise Failed(f"{subject.name}.{subject.client}: {figures['errors']} of {figures['requests']} requests "
                     f"failed; its log: {subject.process.log}")
    requests = figures["requests"]
    return {"cpu_us": (subject.process.cpu() - before) / requests * 1e6,
            "services_us": (services.cpu() - before_services) / requests * 1e6,
            "load_us": load / requests * 1e6,
            "rps": requests / figures["seconds"],
            "core": (subject.process.cpu() - before) / figures["seconds"],
            "load_core": load / figures["seconds"],
            "p50_us": figures["p50_us"], "p99_us": figures["p99_us"], "requests": requests}


def wrk(subject, folder, seconds, connections=32, path="/v1/home"):
    return ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s", "-s", HERE / "tokens.lua",
            subject.url(path), "--", folder / "tokens"]


def rounds(subjects, services, command, count):
    """count interleaved rounds; of each subject the raw rounds and their medians."""
    raw = {subject: [] for subject in subjects}
    for subject in subjects:
        run_generator(command(subject, 1))  # warm: JIT, caches, connections
    for _ in range(count):
        for subject in subjects:
            raw[subject].append(measure(subject, services, command(subject, None)))
    return [{"subject": s.name, "client": s.client, "rounds": raw[s], "memory_kib": s.process.peak_memory(),
             **{key: median(r[key] for r in raw[s]) for key in raw[s][0]}} for s in subjects]
