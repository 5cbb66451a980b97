#!/bin/sh
# Install the Debian packages that are missing: `deps.sh run` for building and running, `deps.sh test` for the tests as well.
set -eu

run="gcc make libc6-dev pkg-config xxd libmicrohttpd-dev libsqlite3-dev libyaml-dev libhpdf-dev libsodium-dev libpcre2-dev
libutf8proc-dev libqrencode-dev libharfbuzz-dev libhyphen-dev libjansson-dev hyphen-ru hyphen-uk hyphen-en-us
fonts-paratype tzdata"
test="libcmocka-dev libcurl4-gnutls-dev clang libclang-rt-14-dev clang-format cppcheck codespell shellcheck strace wrk
poppler-utils qpdf chromium nodejs npm python3 gcovr git curl tidy sqlite3 e2fsprogs"

want=$run
[ "${1:-run}" = test ] && want="$run $test"

missing=
for package in $want; do
    # a Node.js that did not come from Debian does as well
    case $package in
    nodejs) command -v node >/dev/null && continue ;;
    npm) command -v npm >/dev/null && continue ;;
    esac
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done

# what the browser tests need beside chromium
browser_packages() {
    [ "$1" = test ] || return 0
    "$(dirname "$0")/browser/install.sh"
}

if [ -z "$missing" ]; then
    browser_packages "${1:-run}"
    exit 0
fi

echo "These Debian packages are needed and not installed yet:$missing"
as=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
        echo "Install them as root: apt-get install --no-install-recommends$missing" >&2
        exit 1
    }
    as=sudo
fi
echo "Installing them with apt-get."
$as apt-get update -q >/dev/null
# shellcheck disable=SC2086
$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
browser_packages "${1:-run}"
