#!/bin/bash
# Builds artifacts/hostwall_VERSION_amd64.deb: the program compiled ahead of time, the unit, the default policy. The
# same sources give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/needs.sh
. packaging/needs.sh

die() { echo "build-deb: $*" >&2; exit 1; }

version=$(sed -n 's,.*<Version>\(.*\)</Version>.*,\1,p' Directory.Build.props)
[ "$(sed -n '1s/.*(\(.*\)).*/\1/p' packaging/deb/changelog)" = "$version" ] ||
  die "packaging/deb/changelog does not begin with version $version"
# Every date in the package is the changelog's.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -d "$(sed -n 's/^ -- .*>  //p' packaging/deb/changelog | head -n 1)" +%s)}
export SOURCE_DATE_EPOCH
readonly deb=artifacts/hostwall_${version}_amd64.deb
readonly root=artifacts/deb

compile() {
  # A folder of its own: the ordinary build's, which tests may be using, stays as it is. The lock file would name the
  # compiler package, which follows the patch level of the SDK.
  dotnet publish src/HostWall -c Release -r linux-x64 --nologo -v quiet --artifacts-path "$PWD/artifacts/aot" \
    -p:NuGetLockFilePath=obj/aot.lock.json -o artifacts/program
}

put() { # MODE TARGET [SOURCE]: into the package, from a file or from standard input
  install -D -m "$1" "${3:-/dev/stdin}" "$root/$2"
}

stage() {
  local file
  rm -rf "$root"
  put 755 usr/bin/hostwall artifacts/program/hostwall
  put 644 usr/lib/systemd/system/hostwall.service hostwall.service
  put 644 usr/lib/sysusers.d/hostwall.conf packaging/deb/sysusers.conf
  put 644 etc/hostwall/policy.toml packaging/etc/policy.toml
  put 644 etc/hostwall/hostwall.toml packaging/etc/hostwall.toml
  install -d "$root/etc/hostwall/policy.d"
  put 644 usr/share/doc/hostwall/copyright packaging/deb/copyright
  gzip -9n <packaging/deb/changelog | put 644 usr/share/doc/hostwall/changelog.gz
  for file in packaging/man/*; do
    sed "s/@VERSION@/$version/" "$file" | gzip -9n | put 644 "usr/share/man/man${file##*.}/${file##*/}.gz"
  done
  put 644 usr/share/lintian/overrides/hostwall packaging/deb/lintian-overrides
  for file in policies/*.toml; do
    [ ! -e "$file" ] || put 644 "usr/share/doc/hostwall/examples/${file##*/}" "$file"
  done

  (cd "$root" && find etc -type f -printf '/%p\n' | sort) | put 644 DEBIAN/conffiles
  for file in postinst prerm postrm; do put 755 "DEBIAN/$file" "packaging/deb/$file"; done
  sed "s/@VERSION@/$version/; s/@SIZE@/$(du -k -s --apparent-size "$root" | cut -f1)/" packaging/deb/control | put 644 DEBIAN/control
  (cd "$root" && find etc usr -type f | sort | xargs md5sum) | put 644 DEBIAN/md5sums
  find "$root" -type d -exec chmod 755 {} +
  find "$root" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
}

need_dotnet
need_for_build
step "compiling hostwall $version"
compile
step "packing $deb"
stage
dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$root" "$deb" >/dev/null
echo "$deb"
