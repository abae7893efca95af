# run_bench [--quick] [--only PART]: all measurements, or a part of them anew, into docs/performance.md and docs/performance.svg.
bench_skipped=()

skip_peer() {
  say "without $1: $2"
  bench_skipped+=(--skip "$1=$2")
}

# build_peer NAME COMMAND...: a peer that cannot be built is left out, and the page says so.
build_peer() {
  local name=$1; shift
  "$@" >"build/bench/peers/$name.log" 2>&1 || {
    tail -n 5 "build/bench/peers/$name.log" >&2
    skip_peer "$name" "it could not be built; see build/bench/peers/$name.log"
  }
}

# Go's own modules ask for this version; Debian 12's is older.
go_is_new_enough() {
  [[ "$(go env GOVERSION)" =~ ^go1\.([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 24 ]
}

build_peers() {
  mkdir -p build/bench/peers
  build_peer node bench/peers/node/build.sh "$PWD/build/bench/peers/node"
  if ! command -v go >/dev/null; then skip_peer go "there is no go"
  elif ! go_is_new_enough; then skip_peer go "it wants Go 1.24, there is $(go env GOVERSION)"
  else build_peer go bench/peers/go/build.sh "$PWD/build/bench/peers/go" "$PWD/protos"
  fi
}

# Debian starts nginx when it is installed. The benchmark wants the program, nobody the service; one that
# was there before is left as it is.
install_nginx() {
  [ -x /usr/sbin/nginx ] && return
  install_packages nginx-light
  local root=()
  if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
  if [ -d /run/systemd/system ]; then "${root[@]}" systemctl disable --now nginx
  else "${root[@]}" service nginx stop || true
  fi
}

# What some rows are made of lies in the public conformance data.
find_conformance_data() {
  local beside=../shared/conformance
  if [ -z "${BFF_CONFORMANCE_DATA:-}" ] && [ -d "$beside" ]; then BFF_CONFORMANCE_DATA=$(cd "$beside" && pwd); fi
  [ -n "${BFF_CONFORMANCE_DATA:-}" ] ||
    say "without all_types_whole, all_types_read and router_google_apis: BFF_CONFORMANCE_DATA=DIR names their data"
}

check_bench_options() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --quick) ;;
      --only)
        [[ "${2:-}" =~ ^(direct|micro)$ ]] || fail "bench measures direct or micro by itself, not '${2:-}'" 2
        shift ;;
      *) fail "bench knows --quick and --only PART, not '$1'" 2 ;;
    esac
    shift
  done
}

run_bench() {
  say "building the peers"
  build_peers
  exec python3 bench/load/run.py "$@" "${bench_skipped[@]}"
}
