# The soak: half load on bff-web for a long time, and whether it holds more in the end than before.
readonly soak_samples=12        # at least, of a short run; a long one is looked at every 10 s
readonly soak_connections=16   # each asks, then thinks: see soak_think
readonly soak_think=20         # milliseconds: at most 16 / 20 ms = 800 requests a second, about half of a core's
readonly soak_users=50
# What the last third may have over the first: allocators and caches settle late, a leak of 100 bytes
# a request would be 90 MiB over 20 minutes.
readonly soak_growth_kib=4096 soak_growth_fds=2 soak_growth_threads=0

soak_pids=()
stop_soak() {
  local pid
  for pid in "${soak_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${soak_pids[@]}"; do wait "$pid" 2>/dev/null || true; done
}

# soak_await NAME PID PATTERN: until the log has it; prints the line
soak_await() {
  local i
  for ((i = 0; i < 300; ++i)); do
    grep -m1 "$3" "build/soak/$1.log" 2>/dev/null && return
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
  done
  cat "build/soak/$1.log" >&2
  fail "$1 did not start; its output is above"
}

# mean FROM TO COLUMN: of build/soak/samples, lines FROM to TO
soak_mean() { awk -v from="$1" -v to="$2" -v c="$3" 'NR >= from && NR <= to { s += $c; ++n } END { printf "%d", s / n }' build/soak/samples; }

run_soak() {
  local seconds=${1:-1200}
  [[ "$seconds" =~ ^[0-9]+$ ]] && [ "$seconds" -ge $((2 * soak_samples)) ] ||
    fail "soak takes seconds, at least $((2 * soak_samples)), not '$seconds'" 2
  local interval=$((seconds / soak_samples))
  [ "$interval" -le 10 ] || interval=10
  rm -rf build/soak; mkdir -p build/soak
  trap stop_soak EXIT
  trap 'exit 1' INT TERM

  build/release/demo/demo-services --services users,orders,catalog --listen 127.0.0.1:0 >build/soak/services.log 2>&1 &
  soak_pids+=($!)
  local services ready port gateway user
  services=$(soak_await services $! '^listening on'); services=${services#listening on }
  ./demo/token --keys-only
  # The access log is written as ever, through a pipe that counts its lines and keeps none.
  USERS_ADDRESS=$services ORDERS_ADDRESS=$services CATALOG_ADDRESS=$services BFF_WEB_PORT=0 BFF_WEB_ADMIN_PORT=0 \
    build/release/bff-web/bff-web serve > >(tee >(grep -m1 '"event":"ready"' >build/soak/gateway.log) | wc -l >build/soak/lines) 2>&1 &
  gateway=$!
  soak_pids+=("$gateway")
  ready=$(soak_await gateway "$gateway" ready)
  port=$(sed -E 's/.*"listen":\["[^"]*:([0-9]+)"\].*/\1/' <<<"$ready")
  for ((user = 1; user <= soak_users; ++user)); do ./demo/token "$user" --lifetime 24h; done >build/soak/tokens
  cat >build/soak/ask.lua <<LUA
local tokens = {}
for line in io.lines("build/soak/tokens") do tokens[#tokens + 1] = line end
function request()
  return wrk.format("GET", "/v1/home", { authorization = "Bearer " .. tokens[math.random(#tokens)] })
end
function delay() return $soak_think end
LUA
  say "soaking bff-web for $seconds s: $soak_connections connections that think for $soak_think ms"
  wrk -t1 -c"$soak_connections" -d"${seconds}s" -s build/soak/ask.lua "http://127.0.0.1:$port" >build/soak/wrk.log 2>&1 &
  local load=$! began=$SECONDS
  soak_pids+=("$load")
  printf '%8s %10s %6s %8s\n' second 'RSS KiB' fds threads
  while sleep "$interval"; kill -0 "$load" 2>/dev/null; do
    kill -0 "$gateway" 2>/dev/null || fail "bff-web ended"
    printf '%8d %10d %6d %8d\n' "$((SECONDS - began))" "$(awk '/^VmRSS/ { print $2 }' "/proc/$gateway/status")" \
      "$(ls "/proc/$gateway/fd" | wc -l)" "$(awk '/^Threads/ { print $2 }' "/proc/$gateway/status")" | tee -a build/soak/samples
  done
  cat build/soak/wrk.log
  ! grep -q 'Non-2xx\|Socket errors' build/soak/wrk.log || fail "not every answer was a 200"
  kill "$gateway"; wait "$gateway" || fail "bff-web ended with $? after SIGTERM"
  soak_judge
}

soak_judge() {
  local count third column name limit first last
  count=$(wc -l <build/soak/samples); third=$((count / 3))
  [ "$third" -ge 1 ] || fail "there are not three samples"
  for column in "2 RSS,_KiB $soak_growth_kib" "3 fds $soak_growth_fds" "4 threads $soak_growth_threads"; do
    read -r column name limit <<<"$column"
    first=$(soak_mean 1 "$third" "$column"); last=$(soak_mean $((count - third + 1)) "$count" "$column")
    echo "${name/_/ }: $first in the first third, $last in the last; $limit more would be too much"
    [ $((last - first)) -le "$limit" ] || fail "bff-web grows: ${name/_/ }"
  done
}
