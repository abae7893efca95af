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


def projections(micro):
    families = [name.split("/")[0] for name in micro if name.endswith("/ours")]
    return [{"family": family, **{way: micro[f"{family}/{way}"] for way in ("ours", "protobuf", "dom")},
             "over_protobuf": micro[f"{family}/protobuf"] / micro[f"{family}/ours"],
             "over_dom": micro[f"{family}/dom"] / micro[f"{family}/ours"]} for family in families]
