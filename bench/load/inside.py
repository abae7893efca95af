# SPDX-License-Identifier: Apache-2.0
"""System calls and allocations per request of the gateway, on rounds of their own."""
import shutil
import signal
import struct
from pathlib import Path

from home import run_generator, wrk
from process import Failed, Process
from subjects import gateway


def allocations(client, build, address, folder, seconds):
    counter = folder / "allocations"
    counter.write_bytes(bytes(8))
    env = {"LD_PRELOAD": str(build / "bench/libbench-allocations.so"), "BFF_ALLOCATIONS": str(counter)}
    subject = gateway(client, build, address, folder, env, name="gateway-counted")
    run_generator(wrk(subject, folder, 1))
    before, = struct.unpack("Q", counter.read_bytes())
    figures, _ = run_generator(wrk(subject, folder, seconds))
    after, = struct.unpack("Q", counter.read_bytes())
    subject.process.stop()
    if after == before:
        raise Failed("no allocation was counted: the gateway has an allocator of its own, or is linked statically")
    return (after - before) / figures["requests"]


def system_calls(client, build, address, folder, seconds):
    """By name, those of all threads; the traced gateway is slow, so it is saturated."""
    if shutil.which("strace") is None:
        return None, "there is no strace"
    subject = gateway(client, build, address, folder, name="gateway-traced")
    run_generator(wrk(subject, folder, 1))
    table = folder / f"strace.{client}"
    tracer = Process(f"strace.{client}", ["strace", "-f", "-c", "-U", "calls,name", "-o", table,
                                                 "-p", subject.process.child.pid], folder)
    try:
        tracer.await_(lambda: "attached" in tracer.log.read_text())
    except Failed:
        return None, f"strace may not attach ({tracer.log.read_text().strip()}): try as root"
    figures, _ = run_generator(wrk(subject, folder, seconds))
    tracer.stop(signal.SIGINT)
    subject.process.stop()
    rows = [line.split() for line in Path(table).read_text().splitlines()]
    calls = {row[1]: int(row[0]) / figures["requests"] for row in rows
             if len(row) == 2 and row[0].isdigit() and row[1] != "total"}
    if not calls:
        raise Failed(f"strace counted nothing; see {table}")
    return dict(sorted(calls.items(), key=lambda call: -call[1])), None
