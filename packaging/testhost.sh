#!/bin/bash
# A private Docker host: a network namespace with a dockerd of its own, and a second namespace that is the outside.
# Nothing of it is in the network namespace this script is started in, and `down` (or `reap`, when the owner died)
# leaves nothing behind.
#
#   testhost.sh up DIR [--owner PID|none] [-- DOCKERD-OPTION...]
#   testhost.sh down DIR
#   testhost.sh restart-docker | start-docker | kill-docker DIR
#   testhost.sh host | client DIR COMMAND...     run a command in one of the two namespaces
#   testhost.sh spawn DIR host|client LOG COMMAND...   start one that goes on until `down`; it writes to DIR/LOG
#   testhost.sh reap                             remove the hosts whose owner is gone
#
# `up` mounts a tmpfs on DIR, which the caller made and keeps, and writes the names and addresses to DIR/env.
#
#   client namespace              host namespace
#   eth0 203.0.113.10    <-veth-> eth0 203.0.113.1      docker0, br-...
#        2001:db8:113::10              2001:db8:113::1
set -euo pipefail
export LC_ALL=C

readonly registry=/run/hw-testhosts
readonly host_v4=203.0.113.1 host_v6=2001:db8:113::1
readonly client_v4=203.0.113.10 client_v6=2001:db8:113::10
readonly image=hostwall/busybox:latest

die() { echo "testhost: $*" >&2; exit 1; }

usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; }

# Every name comes from the folder alone, so that `down` needs nothing that a half-failed `up` did not write.
names() {
  dir=$(realpath -m -- "$1")
  name=hw-$(printf %s "$dir" | sha256sum | cut -c1-8)
  host_ns=/run/netns/$name client_ns=/run/netns/$name-out
  cgroup_root=$(awk '{ for (i = 7; i < NF; i++) if ($i == "-" && $(i + 1) == "cgroup2") { print $5; exit } }' /proc/self/mountinfo)
  [ -n "$cgroup_root" ] || die "no cgroup2 file system is mounted"
  cgroup=$cgroup_root/$name
}

# `up` and `down` of one host never run at the same time; what they start does not keep the lock (9>&-).
lock() {
  mkdir -p "$registry"
  exec 9>>"$registry/$name.lock"
  flock -w 120 9 || die "another testhost.sh has been busy with $dir for two minutes"
}

# --- the guard: a namespace we act in is never the one we were started in -------------------------------------------

inside() { # NAMESPACE COMMAND...: nsenter, because `ip netns exec` would hide the cgroup mounts
  local ns=$1
  shift
  [ -e "$ns" ] || die "there is no namespace $ns: is the host up?"
  [ "$(stat -Lc %i "$ns")" != "$(stat -Lc %i /proc/self/ns/net)" ] || die "refusing to act on the network namespace I was started in"
  nsenter --net="$ns" -- "$@"
}

# --- owners ---------------------------------------------------------------------------------------------------------

born() { # PID: the start time, so that a reused number is not taken for the owner
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # shellcheck disable=SC2086 # into words, the name in brackets being gone
  set -- ${stat##*) }
  echo "${20}"
}

reap() {
  local entry owner start
  for entry in "$registry"/hw-????????; do
    [ -e "$entry" ] || continue
    { read -r owner start && read -r dir; } <"$entry" 2>/dev/null || continue
    [ "$owner" = none ] || [ "$(born "$owner")" = "$start" ] || "$0" down "$dir"
  done
}

# --- up -------------------------------------------------------------------------------------------------------------

make_network() {
  ip netns add "$name"
  ip netns add "$name-out"
  ip -n "$name" link add eth0 type veth peer name eth0 netns "$name-out"
  ip -n "$name" -batch - <<END
link set lo up
addr add $host_v4/24 dev eth0
addr add $host_v6/64 dev eth0 nodad
link set eth0 up
route add default via $client_v4
route add default via $client_v6
END
  ip -n "$name-out" -batch - <<END
link set lo up
addr add $client_v4/24 dev eth0
addr add $client_v6/64 dev eth0 nodad
link set eth0 up
route add default via $host_v4
route add default via $host_v6
END
  # The kernel sends one ICMP error a second to a peer: a second reject would look like a drop.
  inside "$host_ns" sh -c 'cd /proc/sys/net; echo 1 >ipv4/ip_forward; echo 1 >ipv6/conf/all/forwarding; echo 0 >ipv4/icmp_ratelimit; echo 0 >ipv6/icmp/ratelimit'
}

# Processes of the host share a cgroup beside the containers' one: one write kills them all, whoever their parent is.
spawn() { # host|client LOG COMMAND...
  local where=$1 log=$2
  shift 2
  mkdir -p "$cgroup/daemon"
  (
    echo 0 >"$cgroup/daemon/cgroup.procs"
    exec setsid "$0" "$where" "$dir" "$@"
  ) </dev/null >>"$dir/$log" 2>&1 9>&- &
  spawned=$!
  disown
}

start_containerd() {
  # The plug-ins left out: cri is for Kubernetes, opt would make /opt/containerd on the real host.
  cat >"$dir/containerd.toml" <<END
version = 2
root = "$dir/containerd"
state = "$dir/containerd-run"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
address = "$dir/containerd.sock"
END
  spawn host containerd.log containerd --config "$dir/containerd.toml"
}

start_docker() {
  local options
  mapfile -t options <"$dir/dockerd.options"
  # experimental: ip6tables needs it before 27. cgroupfs: the containers' cgroups have to be below ours.
  rm -f "$dir/docker.pid"
  spawn host dockerd.log dockerd --config-file "$dir/daemon.json" --data-root "$dir/docker" --exec-root "$dir/docker-run" \
    --pidfile "$dir/docker.pid" --host "unix://$dir/docker.sock" --containerd "$dir/containerd.sock" \
    --storage-driver overlay2 --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$name" \
    --experimental --ip6tables --ipv6 --fixed-cidr-v6 2001:db8:d0c:0::/64 "${options[@]}"
  local limit=$((SECONDS + 60))
  until docker_answers; do
    { [ "$SECONDS" -lt "$limit" ] && kill -0 "$spawned" 2>/dev/null; } || { tail -n 20 "$dir/dockerd.log" >&2; die "dockerd does not answer"; }
    sleep 0.02
  done
}

# The socket is there long before the answer: the client's call then blocks until dockerd is ready.
docker_answers() {
  [ -S "$dir/docker.sock" ] && [ -e "$dir/docker.pid" ] && timeout 60 "$docker" version --format . >/dev/null 2>&1
}

# Nothing can be pulled in a private namespace: the image is a static busybox, written by hand because `docker import`
# takes no STOPSIGNAL. It is SIGKILL: busybox as PID 1 ignores TERM, and every `docker stop` would wait.
make_image() {
  local root=$dir/image/root
  mkdir -p "$root/bin" "$root/tmp" "$root/etc" "$root/www"
  cp "$(command -v busybox)" "$root/bin/busybox"
  chroot "$root" /bin/busybox --install -s /bin
  tar -C "$root" -cf "$dir/image/layer.tar" .
  cat >"$dir/image/config.json" <<END
{"architecture": "$(dpkg --print-architecture)", "os": "linux",
 "config": {"Cmd": ["sleep", "2147483647"], "Env": ["PATH=/bin"], "StopSignal": "SIGKILL"},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$(sha256sum "$dir/image/layer.tar" | cut -d' ' -f1)"]}}
END
  echo "[{\"Config\": \"config.json\", \"RepoTags\": [\"$image\"], \"Layers\": [\"layer.tar\"]}]" >"$dir/image/manifest.json"
  tar -C "$dir/image" -cf "$dir/image.tar" manifest.json config.json layer.tar
}

up() {
  local owner=$PPID
  while [ $# -gt 0 ]; do
    case $1 in
      --owner) owner=$2; shift 2 ;;
      --) shift; break ;;
      *) die "unknown option $1" ;;
    esac
  done
  [ "$(id -u)" = 0 ] || die "a network namespace and a dockerd need root"
  [ -d "$dir" ] || die "$dir is not a folder"
  ! mountpoint -q "$dir" || die "$dir is in use: run \"$0 down $dir\" first"
  lock
  # shellcheck disable=SC2154 # assigned in the trap
  trap 'status=$?; trap - EXIT HUP INT TERM; [ "$status" = 0 ] || down; exit "$status"' EXIT
  trap 'exit 130' HUP INT TERM
  printf '%s %s\n%s\n' "$owner" "$(born "$owner" || true)" "$dir" >"$registry/$name"

  mount -t tmpfs -o size=2g,mode=0711 "$name" "$dir"
  printf '%s\n' "$@" | sed '/^$/d' >"$dir/dockerd.options"
  # Engines of the 20 line would write their trust key to the real /etc/docker; later ones refuse the key.
  case $(dockerd --version) in
    *" version 20."*) echo "{\"deprecated-key-path\": \"$dir/key.json\"}" ;;
    *) echo '{}' ;;
  esac >"$dir/daemon.json"
  make_network
  start_containerd
  make_image &
  local image_job=$!
  until [ -S "$dir/containerd.sock" ]; do
    sleep 0.02
    { [ "$SECONDS" -lt 30 ] && kill -0 "$spawned" 2>/dev/null; } || { cat "$dir/containerd.log" >&2; die "containerd does not start"; }
  done
  start_docker
  wait "$image_job"
  "$docker" load --quiet --input "$dir/image.tar" >/dev/null
  write_env
  # An owner that died meanwhile will not call `down`.
  [ "$owner" = none ] || kill -0 "$owner" 2>/dev/null || die "the owner, process $owner, is gone"
}

write_env() {
  cat >"$dir/env.new" <<END
HOST_NETNS=$host_ns
CLIENT_NETNS=$client_ns
DOCKER_HOST=unix://$dir/docker.sock
HOST_V4=$host_v4
HOST_V6=$host_v6
CLIENT_V4=$client_v4
CLIENT_V6=$client_v6
DOCKER_IMAGE=$image
DOCKER_PIDFILE=$dir/docker.pid
HOST_CGROUP=/$name
END
  mv "$dir/env.new" "$dir/env"
}

# --- down: every step stands alone and minds nothing being there ------------------------------------------------------

down() {
  local entry
  lock
  if [ -d "$cgroup" ]; then
    echo 1 >"$cgroup/cgroup.kill"
    wait_until_empty "$cgroup"
  fi
  # containerd puts the shims' sockets into a folder that all containerds share; which are ours is in our tmpfs.
  for entry in "$dir"/containerd-run/io.containerd.runtime.v2.task/moby/*/address; do
    [ -e "$entry" ] || continue
    rm -f "$(sed 's,^unix://,,' "$entry")"
  done
  while mountpoint -q "$dir"; do umount --recursive --lazy "$dir"; done
  for entry in "$name" "$name-out"; do
    [ ! -e "/run/netns/$entry" ] || ip netns delete "$entry"
  done
  # With cgroup v1 each controller has its own tree.
  for entry in "$cgroup_root/$name" "$(dirname "$cgroup_root")"/*/"$name"; do
    [ ! -d "$entry" ] || find "$entry" -depth -type d -exec rmdir {} +
  done
  rm -f "$registry/$name" "$registry/$name.lock"
  rmdir --ignore-fail-on-non-empty "$registry"
}

wait_until_empty() {
  local limit=$((SECONDS + 30))
  while grep -q '^populated 1' "$1/cgroup.events"; do
    [ "$SECONDS" -lt "$limit" ] || die "processes in $1 do not end"
    sleep 0.02
  done
}

stop_docker() { # SIGNAL
  local pid limit=$((SECONDS + 60))
  pid=$(cat "$dir/docker.pid" 2>/dev/null) || die "dockerd does not run in $dir"
  grep -q "/$name/daemon" "/proc/$pid/cgroup" || die "process $pid is not the dockerd of $dir"
  kill "-$1" "$pid"
  while [ -d "/proc/$pid" ]; do
    [ "$SECONDS" -lt "$limit" ] || die "dockerd does not end"
    sleep 0.02
  done
}

# ----------------------------------------------------------------------------------------------------------------------

[ $# -ge 1 ] || { usage >&2; exit 2; }
verb=$1
shift
# Debian's own client, which is of the same version as Debian's dockerd, before any other on the path.
docker=/usr/bin/docker
[ -x "$docker" ] || docker=docker
case $verb in
  reap) reap; exit ;;
  help | --help | -h) usage; exit ;;
esac
[ $# -ge 1 ] || { usage >&2; exit 2; }
names "$1"
shift
export DOCKER_HOST=unix://$dir/docker.sock
case $verb in
  up) (reap); up "$@" ;;
  down) down ;;
  start-docker) start_docker ;;
  restart-docker) stop_docker TERM; start_docker ;;
  kill-docker) stop_docker KILL ;;
  host) inside "$host_ns" "$@" ;;
  client) inside "$client_ns" "$@" ;;
  spawn) spawn "$@" ;;
  *) usage >&2; exit 2 ;;
esac
