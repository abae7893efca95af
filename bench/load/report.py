# SPDX-License-Identifier: Apache-2.0
"""docs/performance.md from bench/performance.md.in and a run's figures."""
import plot
from subjects import CLIENTS, ROOT

PARTS = {"direct": "methods served 1:1", "micro": "projection, reading, router"}
NAMES = {"gateway": "this gateway", "node": "Node BFF", "go": "Go BFF", "nginx": "nginx, body at hand"}


def table(head, rows):
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(['---'] + ['--:'] * (len(head) - 1))}|"]
    return "\n".join(lines + [f"| {' | '.join(map(str, row))} |" for row in rows])


def closed(results, client, subject):
    return next((row for row in results["home"][client]["closed"] if row["subject"] == subject), None)


def target(name, wanted, found, passed):
    return [name, wanted, found, "pass" if passed else "**falls short**"]


def not_measured(name, wanted, why):
    return [name, wanted, "not measured", why]


def peer_targets(results):
    ours = closed(results, "web", "gateway")["cpu_us"]
    for peer, wanted, limit in (("node", "≤ 1/15", 1 / 15), ("go", "≤ 1/4", 1 / 4), ("nginx", "≤ 2.5 ×", 2.5)):
        name, row = f"CPU of web's home, against {NAMES[peer]}", closed(results, "web", peer)
        if row is None:
            yield not_measured(name, wanted, results["skipped"].get(peer, ""))
            continue
        ratio = ours / row["cpu_us"]
        yield target(name, wanted, f"{ratio:.2f} ×" if limit > 1 else f"1/{1 / ratio:.1f}", ratio <= limit)


def many_targets(found):
    for what, name in (("check", "CPU of the check of 1,000 routes over 200 services"),
                       ("start", "CPU of their start, until ready")):
        seconds = found["many"][what]["cpu_s"]
        yield target(name, "< 1 s", f"{seconds:.2f} s", seconds < 1)
    ratio = found["many"]["cpu_us"] / found["alone"]["cpu_us"]
    yield target("CPU of one of 1,000 routes, against the only one", "≤ 1.1 ×", f"{ratio:.2f} ×", ratio <= 1.1)


def direct_targets(results):
    for request in results["direct"]:
        name = f"CPU of a 1:1 {request['method']}, against {NAMES['nginx']}"
        ours, peer = (next((row for row in request["closed"] if row["subject"] == subject), None)
                      for subject in ("gateway", "nginx"))
        if peer is None:
            yield not_measured(name, "≤ 2 ×", results["skipped"].get("nginx", ""))
            continue
        ratio = ours["cpu_us"] / peer["cpu_us"]
        yield target(name, "≤ 2 ×", f"{ratio:.2f} ×", ratio <= 2)


def micro_targets(results):
    for row in results["projections"]:
        for way, words, least in (("over_protobuf", "parse + MessageToJsonString", 10 if is_whole(row) else 8),
                                  ("over_dom", "the same + nlohmann::json", 20)):
            yield target(f"{row['family']}: faster than {words}", f"≥ {least} ×", f"{row[way]:.1f} ×",
                         row[way] >= least)
    for row in results["readings"]:
        ratio = row["over_protobuf"]
        yield target(f"{row['family']}: faster than JsonStringToMessage + serialize", "≥ 8 ×", f"{ratio:.1f} ×", ratio >= 8)
    bare = results["micro"]["token/openssl"]
    for name, way, most in (("a new token, RS256: to OpenSSL's EVP_DigestVerify", "new", 1.5), ("a repeated token, to the same", "repeated", 0.1)):
        ratio = results["micro"][f"token/{way}"] / bare
        yield target(name, f"≤ {most} ×", f"{ratio:.2f} ×", ratio <= most)
    name, time = "router: a look-up among all rules of the Google APIs", results["micro"].get("router_google_apis")
    if time is None:
        yield not_measured(name, "< 1 µs", "no conformance data")
    else:
        yield target(name, "< 1 µs", f"{time / 1e3:.2f} µs", time < 1e3)


def is_whole(row):
    return row["family"].endswith("_whole")


def targets(results):
    rows = list(peer_targets(results))
    web, mobile = (closed(results, client, "gateway")["cpu_us"] for client in CLIENTS)
    rows.append(target("CPU of mobile's home, against web's", "< 1 ×", f"{mobile / web:.2f} ×", mobile < web))
    for client in CLIENTS:
        calls, name = results["system_calls"][client], f"system calls per request, {client}"
        if calls is None:
            rows.append(not_measured(name, "≤ 6", results["skipped"]["system calls"]))
        else:
            rows.append(target(name, "≤ 6", f"{sum(calls.values()):.1f}", sum(calls.values()) <= 6))
    rows += direct_targets(results)
    rows += micro_targets(results)
    rows += many_targets(results["many"])
    return table(["target", "wanted", "found", ""], rows)


def home_closed(results, client):
    base = closed(results, client, "gateway")["cpu_us"]
    return table(
        ["closed loop", "CPU µs", "to ours", "requests/s", "p50 ms", "p99 ms", "failed", "peak MiB", "core used",
         "services' CPU µs", "services' cores", "wrk's CPU µs", "wrk's core"],
        [[NAMES[row["subject"]], f"{row['cpu_us']:.1f}", f"{row['cpu_us'] / base:.2f} ×", f"{row['rps']:.0f}",
          f"{row['p50_us'] / 1e3:.2f}", f"{row['p99_us'] / 1e3:.2f}", row["failed"], f"{row['memory_kib'] / 1024:.0f}",
          f"{row['core']:.2f}", f"{row['services_us']:.1f}", f"{row['services_core']:.2f}", f"{row['load_us']:.1f}",
          f"{row['load_core']:.2f}"] for row in results["home"][client]["closed"]])


def home_open(results, client):
    return table(
        [f"open loop, {results['home'][client]['rate']} requests/s", "CPU µs", "p50 ms", "p99 ms", "failed",
         "services' CPU µs", "generator's CPU µs", "generator's core"],
        [[NAMES[row["subject"]], f"{row['cpu_us']:.1f}", f"{row['p50_us'] / 1e3:.2f}",
          f"{row['p99_us'] / 1e3:.2f}", row["failed"], f"{row['services_us']:.1f}",
          f"{row['load_us']:.1f}", f"{row['load_core']:.2f}"]
         for row in results["home"][client]["open"]])


def home(results):
    parts = []
    for client in CLIENTS:
        parts += [f"### bff-{client}, {results['home'][client]['bytes']} bytes",
                  home_closed(results, client), home_open(results, client)]
    return "\n\n".join(parts)


def inside(results):
    rows = []
    for client in CLIENTS:
        calls = results["system_calls"][client]
        named = ", ".join(f"{name} {count:.2f}" for name, count in calls.items() if count >= 0.05) if calls else ""
        rows.append([client, f"{results['allocations'][client]:.1f}",
                     f"{sum(calls.values()):.2f}" if calls else "not measured", named])
    return table(["home screen of", "allocations", "system calls", "of them"], rows)


def direct(results):
    rows = []
    for request in results["direct"]:
        base = request["closed"][0]["cpu_us"]
        name = f"{request['method']}, {request['sent']} bytes in, {request['bytes']} out" if request["sent"] else \
            f"{request['method']}, {request['bytes']} bytes out"
        rows += [[f"{name}: {NAMES[row['subject']]}", f"{row['cpu_us']:.1f}", f"{row['cpu_us'] / base:.2f} ×",
                  f"{row['rps']:.0f}", f"{row['p50_us'] / 1e3:.2f}", f"{row['p99_us'] / 1e3:.2f}", row["failed"],
                  f"{row['core']:.2f}", f"{row['services_core']:.2f}"] for row in request["closed"]]
    return table(["closed loop", "CPU µs", "to ours", "requests/s", "p50 ms", "p99 ms", "failed", "core used",
                  "service's cores"], rows)


def growth(results):
    return table(
        ["route", "answer bytes", "CPU µs", "CPU µs a call", "CPU ns a byte", "requests/s"],
        [[f"{row['x']} calls of 3 items" if row["kind"] == "width" else f"1 call of {row['x']} items", row["bytes"],
          f"{row['cpu_us']:.0f}", f"{row['cpu_us'] / (row['x'] if row['kind'] == 'width' else 1):.1f}",
          f"{row['cpu_us'] * 1e3 / row['bytes']:.1f}", f"{row['rps']:.0f}"] for row in results["growth"]])


def many(results):
    both = [results["many"][name] for name in ("many", "alone")]
    rows = [["check, seconds", *(f"{one['check']['wall_s']:.2f}" for one in both)],
            ["CPU of it", *(f"{one['check']['cpu_s']:.2f}" for one in both)],
            ["start until ready, seconds", *(f"{one['start']['wall_s']:.2f}" for one in both)],
            ["CPU of it", *(f"{one['start']['cpu_s']:.2f}" for one in both)],
            ["peak MiB", *(f"{one['memory_kib'] / 1024:.0f}" for one in both)],
            ["CPU µs a request", *(f"{one['cpu_us']:.1f}" for one in both)],
            ["requests/s", *(f"{one['rps']:.0f}" for one in both)]]
    return table(["", "one of 1,000 routes", "the only route"], rows)


def micro(results):
    rows = [[row["family"], f"{row['ours'] / 1e3:.2f}", f"{row['protobuf'] / 1e3:.2f}", f"{row['dom'] / 1e3:.2f}",
             f"{row['over_protobuf']:.1f} ×", f"{row['over_dom']:.1f} ×"] for row in results["projections"]]
    read = [[row["family"], f"{row['ours'] / 1e3:.2f}", f"{row['protobuf'] / 1e3:.2f}", f"{row['over_protobuf']:.1f} ×"]
            for row in results["readings"]]
    others = [[name, f"{time / 1e3:.3f}"] for name, time in results["micro"].items()
              if name.rpartition("/")[2] not in ("ours", "protobuf", "dom")]
    return "\n\n".join([table(["projection, µs", "ours", "protobuf", "and nlohmann::json", "ratio", "ratio"], rows),
                        table(["reading, µs", "ours", "protobuf", "ratio"], read),
                        table(["step", "µs"], others)])


def machine(results):
    here, versions = results["machine"], results["machine"]["versions"]
    lines = [f"- {here['cpu']}, {here['cores']} cores; {here['kernel']}; {here['date']}",
             f"- load average at the start: {' '.join(f'{load:.2f}' for load in here['load'])}"]
    lines += [f"- {name}: {version}" for name, version in versions.items()]
    lines += [f"- not measured: {name} ({why})" for name, why in results["skipped"].items()]
    for part, then in results.get("anew", {}).items():
        lines.append(f"- {PARTS[part]}: measured anew, {then['date']}, {then['versions']['gateway']}, load average "
                     f"{then['load'][0]:.2f}")
    if results["quick"]:
        lines.append("- **a quick run: the figures only show that everything works**")
    return "\n".join(lines)


def write(results):
    """Writes the page and its plot; returns the table of targets for the terminal."""
    page = (ROOT / "bench/performance.md.in").read_text()
    parts = {"MACHINE": machine, "TARGETS": targets, "HOME": home, "INSIDE": inside, "DIRECT": direct, "GROWTH": growth, "MANY": many,
             "MICRO": micro}
    for word, make in parts.items():
        page = page.replace(f"@{word}@", make(results))
    (ROOT / "docs/performance.md").write_text(page)
    (ROOT / "docs/performance.svg").write_text(plot.draw(results))
    return "\n\n".join([home(results), inside(results), direct(results), growth(results), many(results), micro(results),
                        targets(results)])
