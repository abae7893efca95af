# The demo: three services in one process, an identity provider, two gateways over them, two requests
# and a login, until Ctrl-C.
demo_pids=()

stop_demo() {
  local pid
  for pid in "${demo_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${demo_pids[@]}"; do wait "$pid" 2>/dev/null || true; done
}

# A port that somebody listens on is named together with the variable that changes it.
refuse_taken() {
  local variable=$1 port=$2
  [[ "$port" =~ ^[0-9]+$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ] ||
    fail "$variable is '$port', which is no port"
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    fail "port $port is taken: stop what listens there, or choose another: $variable=$((port % 50000 + 10000)) ./dev demo"
  fi
}

# start NAME COMMAND...: in the background, its output in build/demo/NAME.log
start() {
  local name=$1; shift
  "$@" >"build/demo/$name.log" 2>&1 &
  demo_pids+=($!)
}

# await NAME PID COMMAND...: until COMMAND succeeds; shows the log when the process ended instead
await() {
  local name=$1 pid=$2 i; shift 2
  for ((i = 0; i < 300; ++i)); do
    kill -0 "$pid" 2>/dev/null || { cat "build/demo/$name.log" >&2; fail "$name ended; its output is above"; }
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  cat "build/demo/$name.log" >&2
  fail "$name was not ready within 30 s; its output is above"
}

# ask CLIENT PORT TOKEN: prints the command and the answer; with --once compares with the golden file
ask() {
  local client=$1 port=$2 token=$3 answer="build/demo/home.$1.json"
  printf '\n# %s\ncurl -H "Authorization: Bearer %s" http://127.0.0.1:%s/v1/home\n' "bff-$client" "$token" "$port"
  curl -sS --fail-with-body -H "Authorization: Bearer $token" "http://127.0.0.1:$port/v1/home" -o "$answer" ||
    { cat "$answer" >&2; fail "bff-$client did not answer with 200"; }
  cat "$answer"; echo
  cmp -s "$answer" "tests/routes/home.$client.json" ||
    fail "bff-$client's answer differs from tests/routes/home.$client.json"
}

# What demo-identity is to know of bff-web, which has no secret: PKCE is its proof.
client_of() {
  printf '{"client_id": "bff-web", "redirect_uris": ["%s/auth/callback"], "post_logout_redirect_uris": ["%s/"], "backchannel_logout_uri": "%s/auth/backchannel-logout"}' "$1" "$1" "$1"
}

# log_in USER: as a browser does it, from the gateway to the provider's page and back to the home screen
log_in() {
  local page answer=build/demo/login.json jar=build/demo/cookies question
  rm -f "$jar"
  page=$(curl -sSL --fail-with-body -b "$jar" -c "$jar" "$BFF_WEB_URL/auth/login?return_to=/v1/home") ||
    fail "the login page was not to be had: $page"
  question=$(sed -n 's/.*name="question" value="\([^"]*\)".*/\1/p;T;q' <<<"$page")
  curl -sSL --fail-with-body -b "$jar" -c "$jar" -d "question=$question" -d "user=$1" "$BFF_WEB_ISSUER/login" -o "$answer" ||
    fail "the login of user $1 failed: $(cat "$answer")"
  rm -f "$jar"
  cmp -s "$answer" tests/routes/home.web.json || fail "the home screen behind a login differs from tests/routes/home.web.json"
}

run_demo() {
  local once=no
  case "${1:-}" in
    --once) once=yes ;;
    "") ;;
    *) fail "demo knows --once, not '$1'" 2 ;;
  esac
  export BFF_WEB_PORT=${BFF_WEB_PORT:-8080} BFF_WEB_ADMIN_PORT=${BFF_WEB_ADMIN_PORT:-9901}
  export BFF_MOBILE_PORT=${BFF_MOBILE_PORT:-8081} BFF_MOBILE_ADMIN_PORT=${BFF_MOBILE_ADMIN_PORT:-9902}
  export DEMO_IDENTITY_PORT=${DEMO_IDENTITY_PORT:-9000}
  export BFF_WEB_URL=http://127.0.0.1:$BFF_WEB_PORT BFF_WEB_ISSUER=http://127.0.0.1:$DEMO_IDENTITY_PORT
  local services_port=${DEMO_SERVICES_PORT:-50051} variable
  for variable in BFF_WEB_PORT BFF_WEB_ADMIN_PORT BFF_MOBILE_PORT BFF_MOBILE_ADMIN_PORT DEMO_IDENTITY_PORT; do
    refuse_taken "$variable" "${!variable}"
  done
  refuse_taken DEMO_SERVICES_PORT "$services_port"
  export USERS_ADDRESS=127.0.0.1:$services_port ORDERS_ADDRESS=127.0.0.1:$services_port CATALOG_ADDRESS=127.0.0.1:$services_port

  mkdir -p build/demo
  local token
  token=$(./demo/token 1)
  say "starting the demo services on port $services_port, the identity provider on $DEMO_IDENTITY_PORT, bff-web on $BFF_WEB_PORT, bff-mobile on $BFF_MOBILE_PORT"
  trap stop_demo EXIT
  trap 'exit 0' INT TERM
  start services build/release/demo/demo-services --services users,orders,catalog --listen "127.0.0.1:$services_port"
  await services "${demo_pids[0]}" grep -q '^listening on' build/demo/services.log
  start identity build/release/demo/identity/demo-identity --listen "127.0.0.1:$DEMO_IDENTITY_PORT" --client "$(client_of "$BFF_WEB_URL")"
  await identity "${demo_pids[1]}" grep -q '^listening on' build/demo/identity.log
  start bff-web build/release/bff-web/bff-web serve
  start bff-mobile build/release/bff-mobile/bff-mobile serve
  await bff-web "${demo_pids[2]}" curl -sf "http://127.0.0.1:$BFF_WEB_ADMIN_PORT/readyz"
  await bff-mobile "${demo_pids[3]}" curl -sf "http://127.0.0.1:$BFF_MOBILE_ADMIN_PORT/readyz"

  ask web "$BFF_WEB_PORT" "$token"
  ask mobile "$BFF_MOBILE_PORT" "$token"
  if [ "$once" = yes ]; then
    log_in 1
    say "both answers are right, and so is the one behind a login"
    return
  fi
  printf '\n# or log in by a browser, as any of the shop'"'"'s users\n%s/auth/login?return_to=/v1/home\n' "$BFF_WEB_URL"
  printf '\nOther users: ./dev token 2 … 1000. Logs: build/demo/. Ctrl-C stops everything.\n'
  wait -n "${demo_pids[@]}" || true
  fail "one of the demo's processes ended; see build/demo/"
}
