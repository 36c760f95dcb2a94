#!/bin/bash
# The figures that a benchmark of code alone does not give: sizes, the kernel's time, and a daemon compiled ahead of time
# on a private Docker host. Prints rows for README.md; needs root, and touches nothing outside of namespaces of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=packaging/needs.sh
. packaging/needs.sh

readonly benchmarks=$PWD/tests/HostWall.Benchmarks/bin/Release/net10.0/HostWall.Benchmarks.dll
readonly program=$PWD/artifacts/figures/hostwall
dir=""

clean_up() {
  local status=$?
  trap - EXIT HUP INT TERM
  if [ -n "$dir" ]; then
    [ "$status" = 0 ] || tail -n 20 "$dir/hostwall.log" >&2 || true
    packaging/testhost.sh down "$dir"
    rmdir "$dir"
  fi
  exit "$status"
}

start_host() {
  dir=$(mktemp -d /tmp/hostwall-figures.XXXXXX)
  packaging/testhost.sh up "$dir" --owner $$
  # shellcheck source=/dev/null
  . "$dir/env"
  mkdir "$dir/etc"
  cp policies/three-tier.toml "$dir/etc/policy.toml"
  packaging/testhost.sh spawn "$dir" host hostwall.log "$program" daemon \
    --docker "$DOCKER_HOST" --config "$dir/etc" --state "$dir/state" --socket "$dir/hostwall.sock"
  local limit=$((SECONDS + 30))
  until "$program" --socket "$dir/hostwall.sock" status >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$limit" ] || { echo "the daemon does not answer" >&2; exit 3; }
    sleep 0.1
  done
}

[ "$(id -u)" = 0 ] || { echo "namespaces need root: sudo $0" >&2; exit 2; }
need_dotnet
need_for_tests
step "building"
dotnet build tests/HostWall.Benchmarks -c Release --nologo -v quiet
dotnet publish src/HostWall -c Release -r linux-x64 --nologo -v quiet --artifacts-path "$PWD/artifacts/aot" \
  -p:NuGetLockFilePath=obj/aot.lock.json -o "${program%/*}"
trap clean_up EXIT
trap 'exit 130' HUP INT TERM
step "sizes of transactions"
dotnet "$benchmarks" transactions
step "nft and the kernel"
unshare --net -- dotnet "$benchmarks" kernel
step "open flows"
unshare --net -- dotnet "$benchmarks" flows
step "a daemon on a Docker host"
start_host
dotnet "$benchmarks" host "$dir" "$program"
