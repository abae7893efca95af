# What must hold of the running demo. The first that does not ends the run.
running=(users orders catalog web mobile identity)

container() { docker compose ps --all --quiet "$1"; }
inspect() { docker inspect --format "$2" "$(container "$1")"; }
passed() { printf 'ok  %s\n' "$*"; }

# expect WHAT IS WANTED
expect() { [ "$2" = "$3" ] || fail "$1: '$2' instead of '$3'"; }

# From within the network namespace of the daemon, where the ports are published.
ask() { nsenter --net="/proc/$daemon/ns/net" curl -sS --max-time 10 "$@"; }

check_health() {
  local name
  for name in "${running[@]}"; do expect "$name" "$(inspect "$name" '{{.State.Health.Status}}')" healthy; done
  passed "healthy: ${running[*]}"
}

check_answers() {
  local token client port
  token=$(docker compose run --rm token 1)
  for client in web:8080 mobile:8081; do
    port=${client#*:} client=${client%:*}
    ask -H "Authorization: Bearer $token" "http://127.0.0.1:$port/v1/home" -o "$state/home.$client.json"
    cmp "$state/home.$client.json" "tests/routes/home.$client.json" || fail "$client answered: $(cat "$state/home.$client.json")"
    expect "$client without a token" "$(ask -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/v1/home")" 401
  done
  passed "both home screens are those of tests/routes, to the byte"
}

# As a browser does it: the gateway, the provider's page, the gateway, the home screen.
check_login() {
  local jar=$state/cookies page question
  page=$(ask -L -b "$jar" -c "$jar" "http://127.0.0.1:8080/auth/login?return_to=/v1/home")
  question=$(sed -n 's/.*name="question" value="\([^"]*\)".*/\1/p;T;q' <<<"$page")
  ask -L -b "$jar" -c "$jar" -d "question=$question" -d user=1 http://127.0.0.1:9000/login -o "$state/login.json"
  cmp "$state/login.json" tests/routes/home.web.json || fail "behind a login: $(cat "$state/login.json")"
  passed "a login at identity, and the home screen behind it"
}

check_ports() {
  local admin='{{range $port, $hosts := .HostConfig.PortBindings}}{{range $hosts}}{{$port}} {{.HostIp}}{{"\n"}}{{end}}{{end}}'
  expect "web's admin port" "$(inspect web "$admin" | grep ^9901)" "9901/tcp 127.0.0.1"
  expect "mobile's admin port" "$(inspect mobile "$admin" | grep ^9902)" "9902/tcp 127.0.0.1"
  expect "identity's port" "$(inspect web "$admin" | grep ^9000)" "9000/tcp 127.0.0.1"
  expect "web's metrics" "$(ask -o /dev/null -w '%{http_code}' http://127.0.0.1:9901/metrics)" 200
  for name in users orders catalog; do expect "ports of $name" "$(inspect "$name" "$admin" | tr -d '[:space:]')" ""; done
  passed "admin ports on loopback only, services on none"
}

# As the kernel has it, not as the container says.
check_confinement() {
  local name pid status field
  for name in "${running[@]}"; do
    pid=$(inspect "$name" '{{.State.Pid}}')
    status=$(cat "/proc/$pid/status")
    for field in CapInh CapPrm CapEff CapBnd CapAmb; do
      expect "$name, $field" "$(awk -v f="$field:" '$1 == f { print $2 }' <<<"$status")" 0000000000000000
    done
    expect "$name, Uid" "$(awk '$1 == "Uid:" { print $2, $3, $4, $5 }' <<<"$status")" "10001 10001 10001 10001"
    expect "$name, NoNewPrivs" "$(awk '$1 == "NoNewPrivs:" { print $2 }' <<<"$status")" 1
    expect "$name, Seccomp" "$(awk '$1 == "Seccomp:" { print $2 }' <<<"$status")" 2
    expect "$name, the root's mount" "$(awk '$5 == "/" { split($6, o, ","); print o[1] }' "/proc/$pid/mountinfo")" ro
    expect "$name, limits" "$(inspect "$name" '{{and .HostConfig.NanoCpus .HostConfig.Memory .HostConfig.PidsLimit | not}}')" false
  done
  ! docker compose exec -T web touch /opt/bff/etc/x 2>/dev/null || fail "web can write into its root"
  ! docker compose exec -T web cat /keys/key.pem 2>/dev/null || fail "web can read the key that tokens are signed with"
  passed "no root, no capabilities, no new privileges, seccomp, a read-only root, bounds on cpu, memory and pids"
}

check_stop() {
  local name
  docker compose stop web mobile >/dev/null 2>&1
  for name in web mobile; do
    expect "$name, exit status" "$(inspect "$name" '{{.State.ExitCode}}')" 0
    docker compose logs --no-log-prefix "$name" | grep '"event":"stopped"' | grep -q '"drained":true' || fail "$name did not drain"
  done
  passed "gateways drain and end with 0"
}

check_down() {
  docker compose down --volumes >/dev/null 2>&1
  expect "containers left" "$(docker ps --all --quiet)" ""
  expect "volumes left" "$(docker volume ls --quiet)" ""
  expect "networks left" "$(docker network ls --filter type=custom --quiet)" ""
  passed "nothing is left after down"
}

check_everything() {
  check_health
  check_answers
  check_login
  check_ports
  check_confinement
  docker image ls --format '    {{.Repository}} {{.Size}}' | grep -E ' (bff-|debian)' || true
  check_stop
  check_down
}
