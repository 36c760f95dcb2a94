#!/bin/bash
# Installs what the tests need, builds, and runs all of them; the last line is "N passed, N failed, N skipped".
# CI=true in the environment: a test that cannot run fails instead of being skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/needs.sh
. packaging/needs.sh

passed=0 failed=0 skipped=0
finish() {
  local status=$?
  # Ended before any test was counted, or in their midst: that is a failure, whatever the sums say.
  [ "$status" = 0 ] || [ "$failed" -gt 0 ] || failed=1
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ] || exit 1
}
trap finish EXIT

test_project() { # NAME
  local output status=0 line
  step "testing $1"
  output=$(mktemp)
  dotnet test "tests/$1" -c Release --no-build 2>&1 | tee "$output" || status=$?
  # Passed!  - Failed:     0, Passed:    13, Skipped:     0, Total:    13, Duration: 14 s - X.dll (net10.0)
  line=$(grep -E '^(Passed|Failed|Skipped)! +- Failed:' "$output" | tail -n 1) || true
  rm -f "$output"
  if [ -z "$line" ]; then
    echo "$1: no test was run" >&2
    failed=$((failed + 1))
    return
  fi
  count() { sed -E "s/.*$1: +([0-9]+).*/\1/" <<<"$line"; }
  passed=$((passed + $(count Passed)))
  skipped=$((skipped + $(count Skipped)))
  failed=$((failed + $(count Failed)))
  [ "$status" = 0 ] || [ "$(count Failed)" -gt 0 ] || failed=$((failed + 1))
}

need_dotnet
[ "$(id -u)" != 0 ] || need_for_tests
step "building"
dotnet build HostWall.sln -c Release --nologo -v quiet
test_project HostWall.Tests
test_project HostWall.KernelTests
