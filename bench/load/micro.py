# SPDX-License-Identifier: Apache-2.0
"""The micro benchmarks, and how often ours is faster than protobuf's own library."""
import json
import subprocess

from process import Failed


def run_micro(build, seconds):
    """Nanoseconds by name: {"orders_whole/ours": 1234.5, ...}."""
    out = subprocess.run([build / "bench/bench-micro", "--benchmark_format=json",
                          f"--benchmark_min_time={seconds}"], capture_output=True, text=True)
    if out.returncode != 0:
        raise Failed(f"bench-micro failed:\n{out.stderr}")
    unit = {"ns": 1, "us": 1e3, "ms": 1e6}
    return {row["name"]: row["cpu_time"] * unit[row["time_unit"]]
            for row in json.loads(out.stdout)["benchmarks"]}


# What is measured only where the public conformance data is at hand.
OF_CONFORMANCE_DATA = ("all_types_whole", "all_types_read", "router_google_apis")


def families(micro, last):
    """Those that are measured in the ways `last` and ours, against protobuf's library."""
    return [name.split("/")[0] for name in micro if name.endswith(f"/{last}") and name.split("/")[0] + "/ours" in micro]


def compared(micro, family, ways):
    row = {"family": family, "ours": micro[f"{family}/ours"]}
    for way in ways:
        row[way] = micro[f"{family}/{way}"]
        row[f"over_{way}"] = row[way] / row["ours"]
    return row


def projections(micro):
    return [compared(micro, family, ("protobuf", "dom")) for family in families(micro, "dom")]


def readings(micro):
    projected = families(micro, "dom")
    return [compared(micro, family, ("protobuf",)) for family in families(micro, "protobuf") if family not in projected]
