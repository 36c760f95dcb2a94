# shellcheck shell=bash
# What a fresh Debian needs before it can build, test, demonstrate and package HostWall; sourced, not run.

# nsenter, unshare, awk and sha256sum are in every Debian.
readonly packages_to_test="docker.io nftables iproute2 iptables ipset conntrack busybox-static"
# What Native AOT links with, and nothing more.
readonly packages_to_build="gcc libc6-dev zlib1g-dev"

step() { printf '==> %s\n' "$*"; }

# Installs what is missing of the packages named; asks the archive only when something is.
need() {
  local package missing=()
  for package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || { echo "needs ${missing[*]}: run me with sudo" >&2; return 1; }
  step "installing ${missing[*]}"
  without_services install "${missing[@]}" || { apt-get -qq update && without_services install "${missing[@]}"; }
}

# Installing docker.io must not start a dockerd on this host: its rules would be in the host's own network namespace.
without_services() {
  local policy=/usr/sbin/policy-rc.d status=0
  [ ! -e "$policy" ] || policy=""
  [ -z "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"; }
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends "$@" >/dev/null || status=$?
  [ -z "$policy" ] || rm -f "$policy"
  return "$status"
}

need_for_tests() {
  # shellcheck disable=SC2086 # a list
  need $packages_to_test $packages_to_build
  # From Debian 13 on the client is a package of its own.
  [ -x /usr/bin/docker ] || need docker-cli
}

# shellcheck disable=SC2086 # a list
need_for_build() { need $packages_to_build; }

# sudo's path holds neither a home's .dotnet nor everything under /opt and /usr/share.
need_dotnet() {
  local folder home=""
  [ -z "${SUDO_USER:-}" ] || home=$(getent passwd "$SUDO_USER" | cut -d: -f6)
  for folder in "${DOTNET_ROOT:-}" /usr/share/dotnet /usr/lib/dotnet /opt/dotnet "${home:-${HOME:-}}/.dotnet"; do
    command -v dotnet >/dev/null && break
    [ ! -x "$folder/dotnet" ] || export PATH=$PATH:$folder DOTNET_ROOT=$folder
  done
  command -v dotnet >/dev/null || { echo "there is no dotnet: install the .NET 10 SDK" >&2; return 1; }
  # Where a service starts us, HOME may be unset or nobody's; and a minimal Debian has no ICU.
  [ -w "${HOME:-/nowhere}" ] || export HOME=${TMPDIR:-/tmp}
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
}
