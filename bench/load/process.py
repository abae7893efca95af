# SPDX-License-Identifier: Apache-2.0
"""Processes that the benchmark starts, what they cost, and their end."""
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
_running = []


class Failed(Exception):
    """Ends the run; its text says what went wrong and what to do."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """One started program with its children; stopped by stop_all() whatever happens."""

    def __init__(self, name, command, folder, env=None):
        self.name, self.log = name, Path(folder) / f"{name}.log"
        with open(self.log, "wb") as out:
            self.child = subprocess.Popen([str(part) for part in command], stdout=out,
                                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                          env={**os.environ, **(env or {})})
        _running.append(self)

    def pids(self):
        """This process and its children: nginx serves in a child."""
        children = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text()
        return [self.child.pid, *map(int, children.split())]

    def cpu(self):
        """Seconds of user and system time of all threads since the start."""
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def peak_memory(self):
        """KiB, the sum of VmHWM."""
        return sum(int(line.split()[1]) for pid in self.pids()
                   for line in Path(f"/proc/{pid}/status").read_text().splitlines()
                   if line.startswith("VmHWM"))

    def await_(self, ready, step=0.05):
        """Until ready(), asked every `step` seconds, holds; the log's end is shown when the process ended instead."""
        end = time.monotonic() + 30
        while not ready():
            if self.child.poll() is not None or time.monotonic() > end:
                tail = self.log.read_text(errors="replace")[-2000:]
                raise Failed(f"{self.name} was not ready within 30 s:\n{tail}")
            time.sleep(step)

    def await_port(self, port):
        self.await_(lambda: listens(port))

    def stop(self, how=signal.SIGTERM):
        if self in _running:
            _running.remove(self)
        self.child.send_signal(how)
        try:
            self.child.wait(5)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def listens(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def stop_all():
    for process in reversed(list(_running)):
        process.stop()
