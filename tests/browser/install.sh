#!/bin/bash
# Bring node_modules/ to what package-lock.json says; says nothing and does nothing when it is there.
set -eu
cd "$(dirname "$0")"
[ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
echo "Installing what the browser tests need with npm."
rm -rf node_modules
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
touch node_modules/.package-lock.json
