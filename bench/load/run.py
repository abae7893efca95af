#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run.py [--quick] [--only PART]: all measurements, or some anew, then build/bench/results.json, docs/performance.md and .svg.

Python rather than shell: it reads /proc of several processes between rounds, takes medians, compares
JSON, and draws the plot, with nothing but its standard library.
"""
import argparse
import json
import signal
import sys

import direct
import growth
import home
import inside
import machine
import many
import micro
import report
from process import Failed, stop_all
from subjects import CLIENTS, ROOT, compare, demo_services, gateway, go, nginx, node, tokens

BUILD = ROOT / "build/bench"
PEERS = BUILD / "peers"


def say(text):
    print(f"\n== {text}", file=sys.stderr, flush=True)


def measure_client(client, services, address, made, folder, plan, skipped):
    subjects = [gateway(client, BUILD, address, folder)]
    for name, make in (("node", node), ("go", go)):
        if name not in skipped:
            subjects.append(make(client, PEERS, address, folder))
    bodies = compare(subjects, made)
    if "nginx" not in skipped:
        subjects.append(nginx(client, bodies, made, folder))
    compare(subjects, made)
    say(f"{client}: {', '.join(s.name for s in subjects)} answer {len(made)} users alike")
    for subject in subjects:
        home.warm(subject, services, lambda s: home.wrk(s, folder, 1), plan.warm)
    closed = home.rounds(subjects, services, lambda s: home.wrk(s, folder, plan.seconds), plan.rounds)
    # Half of what the slowest can: a rate that all of them stand.
    rate = max(20, int(min(row["rps"] for row in closed) / 2))
    opened = home.rounds(subjects, services,
                         lambda s: home.open_loop(s, BUILD, folder, rate, plan.seconds), plan.open_rounds)
    for subject in subjects:
        subject.process.stop()
    return {"bytes": len(bodies[0]), "closed": closed, "open": opened, "rate": rate}


def measure_micro(results, plan, skipped):
    say("micro benchmarks")
    results["micro"] = micro.run_micro(BUILD, plan.micro)
    if micro.OF_CONFORMANCE_DATA[-1] not in results["micro"]:
        skipped[", ".join(micro.OF_CONFORMANCE_DATA)] = "BFF_CONFORMANCE_DATA names no folder that has their data"
    results["projections"] = micro.projections(results["micro"])
    results["readings"] = micro.readings(results["micro"])


def measure_direct(results, plan, skipped):
    say("1:1")
    folder = BUILD / "run"
    results["direct"] = direct.measure_direct(BUILD, folder, tokens(folder), plan, skipped)


PARTS = {"micro": measure_micro, "direct": measure_direct}


def measure_anew(parts, plan, skipped):
    """The figures of the run before, but for these parts, each of which says when it was measured."""
    before = BUILD / "results.json"
    if not before.exists():
        raise Failed("--only measures a part of a run anew, and there has been none here: ./dev bench")
    results = json.loads(before.read_text())
    (BUILD / "run").mkdir(parents=True, exist_ok=True)
    for part in parts:
        PARTS[part](results, plan, skipped)
        results.setdefault("anew", {})[part] = machine.describe(set())
    return results


def measure_all(plan, skipped):
    folder = BUILD / "run"
    folder.mkdir(parents=True, exist_ok=True)
    results = {"machine": machine.describe({"node", "go", "nginx"} - set(skipped)), "quick": plan.quick,
               "skipped": skipped, "home": {}, "allocations": {}, "system_calls": {}}
    measure_micro(results, plan, skipped)
    made = tokens(folder)
    services, address = demo_services(BUILD, folder)
    for client in CLIENTS:
        results["home"][client] = measure_client(client, services, address, made, folder, plan, skipped)
    say("allocations and system calls")
    for client in CLIENTS:
        results["allocations"][client] = inside.allocations(client, BUILD, address, folder, plan.inside)
        calls, reason = inside.system_calls(client, BUILD, address, folder, plan.inside)
        results["system_calls"][client] = calls
        if reason:
            skipped["system calls"] = reason
    services.stop()
    measure_direct(results, plan, skipped)
    say("growth")
    results["growth"] = growth.measure_growth(BUILD, folder, made, plan.inside)
    say("many routes")
    results["many"] = many.measure_many(BUILD, folder, plan.rounds)
    return results


class Plan:
    """How long everything is measured, in seconds and rounds."""

    def __init__(self, quick):
        self.quick = quick
        self.rounds, self.open_rounds, self.seconds = (2, 1, 1) if quick else (7, 5, 3)
        self.warm, self.inside, self.micro = (4, 1, 0.05) if quick else (20, 3, 0.5)


def main():
    options = argparse.ArgumentParser(prog="./dev bench")
    options.add_argument("--quick", action="store_true", help="short rounds, to see that it works")
    options.add_argument("--only", action="append", choices=sorted(PARTS), help="measure this part anew")
    options.add_argument("--skip", action="append", default=[], metavar="PEER=REASON", help=argparse.SUPPRESS)
    given = options.parse_args()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        plan, skipped = Plan(given.quick), dict(pair.split("=", 1) for pair in given.skip)
        results = measure_anew(given.only, plan, skipped) if given.only else measure_all(plan, skipped)
        (BUILD / "results.json").write_text(json.dumps(results, indent=1) + "\n")
        print(report.write(results))
    except Failed as failure:
        sys.exit(f"bench: {failure}")
    finally:
        stop_all()


main()
