#!/bin/bash
# HostWall at work, on a private Docker host that is gone afterwards: what the policy says beside what real connections
# meet, for three tiers and an outside client; then with a tighter policy; then rolled back. Exit code 1 when the two
# differ anywhere. With --keep the host stays up, to try things on.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/needs.sh
. packaging/needs.sh

keep=""
case ${1:-} in
  "") ;;
  --keep) keep=yes ;;
  *) echo "usage: sudo packaging/demo.sh [--keep]" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "a private Docker host needs root: sudo packaging/demo.sh" >&2; exit 2; }

readonly hostwall=$PWD/src/HostWall/bin/Release/net10.0/hostwall.dll
dir="" differences=0 connections=0

clean_up() {
  local status=$?
  trap - EXIT HUP INT TERM
  if [ -n "$dir" ]; then
    if [ "$status" -gt 1 ] && [ -s "$dir/hostwall.log" ]; then
      echo "the daemon's last words:" >&2
      tail -n 20 "$dir/hostwall.log" >&2
    fi
    packaging/testhost.sh down "$dir"
    rmdir "$dir"
  fi
  exit "$status"
}

hostwall() { dotnet "$hostwall" --socket "$dir/hostwall.sock" "$@"; }

# --- the host -------------------------------------------------------------------------------------------------------

start_host() {
  dir=$(mktemp -d /tmp/hostwall-demo.XXXXXX)
  # Without an owner nobody but the reader takes it down.
  packaging/testhost.sh up "$dir" --owner "$([ -n "$keep" ] && echo none || echo $$)"
  # shellcheck source=/dev/null
  . "$dir/env"
  export DOCKER_HOST
}

start_daemon() {
  local limit=$((SECONDS + 30))
  mkdir "$dir/etc"
  cp policies/three-tier.toml "$dir/etc/policy.toml"
  packaging/testhost.sh spawn "$dir" host hostwall.log dotnet "$hostwall" daemon \
    --docker "$DOCKER_HOST" --config "$dir/etc" --state "$dir/state" --socket "$dir/hostwall.sock"
  until hostwall status >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$limit" ] || { echo "the daemon does not answer" >&2; exit 3; }
    sleep 0.1
  done
}

start_containers() {
  make_network frontend 1
  make_network backend 2
  make_container web "80 443" "--label hostwall.tier=web --network frontend --publish 80:80 --publish 443:443"
  make_container api 8080 "--label hostwall.tier=api --network frontend"
  docker network connect backend api
  make_container db 5432 "--label hostwall.tier=db --network backend"
  make_container stray 80 "--network frontend"
  serve host 9100
  serve client 9000
}

make_network() {
  docker network create --ipv6 --subnet "10.113.$2.0/24" --subnet "2001:db8:c0de:$2::/64" "$1" >/dev/null
}

make_container() { # NAME "PORT..." OPTIONS: web servers on its ports, whatever it stands for
  # shellcheck disable=SC2016,SC2086 # the container's own shell; options
  docker run --detach --name "$1" $3 "$DOCKER_IMAGE" \
    sh -c 'echo "$0" >/www/index.html; for port; do httpd -p "$port" -h /www; done; exec sleep 2147483647' "$1" $2 >/dev/null
}

serve() { # host|client PORT
  mkdir -p "$dir/www"
  echo "$1" >"$dir/www/index.html"
  packaging/testhost.sh spawn "$dir" "$1" "$1-web.log" busybox httpd -f -p "$2" -h "$dir/www"
}

# --- what is said and what is measured ------------------------------------------------------------------------------

# From and to as `explain` takes them, the container's port, and whose address is called: a container's, on the network
# after the @, the host's or the client's.
readonly flows="
client  web     80    host          published port
client  web     443   host          published port
client  api     8080  api@frontend  its own address
client  db      5432  db@backend    its own address
web     api     8080  api@frontend  same bridge
web     db      5432  db@backend    other bridge
web     client  9000  client        out
api     db      5432  db@backend    same bridge
api     web     80    web@frontend  against the stream
api     client  9000  client        out
api     host    9100  host          to the host
db      api     8080  api@backend   against the stream
db      client  9000  client        out
db      host    9100  host          to the host
stray   api     8080  api@frontend  without a label
"

address() { # client|host|CONTAINER@NETWORK 4|6
  local field=IPAddress
  [ "$2" = 4 ] || field=GlobalIPv6Address
  case $1$2 in
    client4) echo "$CLIENT_V4" ;;
    client6) echo "$CLIENT_V6" ;;
    host4) echo "$HOST_V4" ;;
    host6) echo "$HOST_V6" ;;
    *) docker inspect --format "{{(index .NetworkSettings.Networks \"${1#*@}\").$field}}" "${1%@*}" ;;
  esac
}

namespace() { # NAME
  case $1 in
    client) echo "$CLIENT_NETNS" ;;
    *) echo "/proc/$(docker inspect --format '{{.State.Pid}}' "$1")/ns/net" ;;
  esac
}

# The client is somebody of the world: `explain` is asked for its address.
said() { # FROM TO PORT FAMILY
  local from=$1 to=$2
  [ "$from" != client ] || from=$(address client "$4")
  [ "$to" != client ] || to=$(address client "$4")
  # A denied flow makes explain's exit code 1.
  { hostwall explain "$from" "$to" "tcp/$3" --json || true; } | sed -n 's/.*"verdict": *"\([a-z]*\)".*/\1/p'
}

# Open is an answer of the far end, not a connection alone: docker-proxy accepts first.
measured() { # FROM ADDRESS PORT LIMIT
  # shellcheck disable=SC2016 # the inner shell's
  if nsenter --net="$(namespace "$1")" -- timeout "$4" bash -c '
    exec 3<>"/dev/tcp/$0/$1" && printf "GET / HTTP/1.0\r\n\r\n" >&3 && read -r line <&3' "$2" "$3" 2>/dev/null; then
    echo open
  else
    echo closed
  fi
}

# A first IPv6 contact may take a second, so what should be open is asked again.
ask() { # FROM TO PORT CALLED FAMILY
  local says meets to
  says=$(said "$1" "$2" "$3" "$5")
  to=$(address "$4" "$5")
  for _ in 1 2 3; do
    meets=$(measured "$1" "$to" "$3" 1)
    [ "$says $meets" = "allow closed" ] || break
  done
  echo "$says $meets"
}

print_table() {
  local number=0 from to port called why answers
  answers=$(mktemp -d)
  while read -r from to port called why; do
    [ -n "$from" ] || continue
    number=$((number + 1))
    ask "$from" "$to" "$port" "$called" 4 >"$answers/$number.4" &
    ask "$from" "$to" "$port" "$called" 6 >"$answers/$number.6" &
    # A few at a time, for a small machine.
    [ $((number % 4)) != 0 ] || wait
  done <<<"$flows"
  wait

  printf '\n%-40s %-18s %-18s\n%-40s %-8s%-11s%-8s%-10s\n' "" IPv4 IPv6 "" policy measured policy measured
  number=0
  while read -r from to port called why; do
    [ -n "$from" ] || continue
    number=$((number + 1))
    print_row "$from → $to $port${why:+, $why}" "$(cat "$answers/$number.4")" "$(cat "$answers/$number.6")"
  done <<<"$flows"
  echo
  rm -rf "$answers"
}

print_row() { # FLOW "SAID MEASURED" "SAID MEASURED"
  local mark="" answer
  for answer in "$2" "$3"; do
    connections=$((connections + 1))
    case $answer in
      "allow open" | "deny closed" | "reject closed") ;;
      *) mark=" <-- differs"; differences=$((differences + 1)) ;;
    esac
  done
  # shellcheck disable=SC2086 # two words each
  # The arrow has two bytes more than columns, and printf counts bytes.
  printf '%-42s %-8s%-11s%-8s%-10s%s\n' "$1" $2 $3 "$mark"
}

# --------------------------------------------------------------------------------------------------------------------

need_dotnet
need_for_tests
step "building"
dotnet build src/HostWall -c Release --nologo -v quiet
trap clean_up EXIT
trap 'exit 130' HUP INT TERM
step "a private Docker host"
start_host
step "hostwall, with policies/three-tier.toml"
start_daemon
step "containers: web, api, db, and one without a label"
start_containers
hostwall endpoints
step "what three-tier.toml says, and what connections meet"
print_table

step "the plan for policies/three-tier-tight.toml"
hostwall plan policies/three-tier-tight.toml
step "applied"
hostwall apply policies/three-tier-tight.toml -m "a break-in is looked into"
print_table

step "rolled back"
hostwall rollback -m "false alarm"
print_table
hostwall history

if [ -n "$keep" ]; then
  cat <<END

The host is up:
  export DOCKER_HOST=$DOCKER_HOST
  hostwall() { dotnet $hostwall --socket $dir/hostwall.sock "\$@"; }
  packaging/testhost.sh host $dir nft list table inet hostwall
  packaging/testhost.sh client $dir busybox wget -qO- http://$HOST_V4/
Its policy is $dir/etc/policy.toml, its log $dir/hostwall.log. When done:
  sudo packaging/testhost.sh down $dir && rmdir $dir
END
  dir=""
fi
if [ "$differences" -gt 0 ]; then
  echo "$differences of $connections connections are not what the policy says"
  exit 1
fi
echo "all $connections connections are what the policy says"
