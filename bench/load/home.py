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
    try:
        out = child.stdout.read().decode(errors="replace")
    except BaseException:
        child.kill()
        raise
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failed(f"{command[0]} failed:\n{out}")
    return json.loads(out.strip().splitlines()[-1]), usage.ru_utime + usage.ru_stime


# Beyond this share of failed requests a round says nothing of those that did not. On a busy machine a
# call may run into its timeout; the table shows how many did.
MOST_FAILED = 0.01


def measure(subject, services, command, most_failed=MOST_FAILED):
    """One round: CPU µs a request of subject, services and load generator, rate, latencies."""
    before, before_services = subject.process.cpu(), services.cpu()
    figures, load = run_generator(command)
    spent, spent_services = subject.process.cpu() - before, services.cpu() - before_services
    if not figures["requests"] or figures["errors"] > most_failed * figures["requests"]:
        raise Failed(f"{subject.name}.{subject.client}: {figures['errors']} of {figures['requests']} requests "
                     f"failed; its log: {subject.process.log}")
    requests = figures["requests"]
    return {"cpu_us": spent / requests * 1e6,
            "services_us": spent_services / requests * 1e6,
            "load_us": load / requests * 1e6,
            "failed": figures["errors"], "rps": requests / figures["seconds"],
            "core": spent / figures["seconds"],
            "services_core": spent_services / figures["seconds"],
            "load_core": load / figures["seconds"],
            "p50_us": figures["p50_us"], "p99_us": figures["p99_us"], "requests": requests}


# Enough that every subject has work at hand all the time. With 16 the gateway, which waits for three
# calls in turn, was idle for most of a round and woke up for each of them.
CONNECTIONS = 64


def wrk(subject, folder, seconds, connections=CONNECTIONS, path="/v1/home", content=None):
    """`content`: a file with the JSON that is posted; without it GET."""
    return ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s", "-s", HERE / "tokens.lua",
            subject.url(path), "--", folder / "tokens", *([content] if content else [])]


def open_loop(subject, build, folder, rate, seconds):
    return [build / "bench/bench-open-loop", subject.port, "/v1/home", rate, seconds, 64, folder / "tokens"]


def warm(subject, services, command, most):
    """By rounds of a second, until two seconds in a row cost no less than the best before, and 4,000 requests at least:
    Node's compiler takes its time."""
    best, stalls, requests = float("inf"), 0, 0
    for _ in range(most):
        found = measure(subject, services, command(subject), most_failed=1)
        requests += found["requests"]
        stalls = stalls + 1 if found["cpu_us"] > 0.97 * best else 0
        if stalls >= 2 and requests >= 4000:
            return
        best = min(best, found["cpu_us"])


def rounds(subjects, services, command, count):
    """count interleaved rounds; of each subject the raw rounds and their medians."""
    raw = {subject: [] for subject in subjects}
    for _ in range(count):
        for subject in subjects:
            raw[subject].append(measure(subject, services, command(subject)))
    return [{"subject": s.name, "client": s.client, "rounds": raw[s], "memory_kib": s.process.peak_memory(),
             **{key: median(r[key] for r in raw[s]) for key in raw[s][0]},
             "failed": sum(r["failed"] for r in raw[s])} for s in subjects]
