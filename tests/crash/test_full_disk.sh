#!/bin/bash
# A disk that fills up: writers get 503 in words, readers go on, nothing refused is stored, and room brings it back.
cd "$(dirname "$0")/../.." || exit 2
if [ "$(id -u)" != 0 ]; then
    echo "ok skipped: a small disk needs root"
    exit 0
fi
small=$(mktemp -d)
mount -t tmpfs -o size=3m tmpfs "$small" || exit 1
trap 'umount "$small"; rmdir "$small"' EXIT
SMALL=$small python3 - <<'PY'
import os, subprocess, sys
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

folder = os.environ["SMALL"]
database = folder + "/anketa.db"
links = anketa.demo(database)
server = anketa.Server(database)
visitor, response = ledger.come_in(server, links)
check, book, seen, full, n = ledger.Checks(), ledger.Ledger(), 0, 0, 0
while n < 5000 and full < 20:
    n += 1
    status, seen = ledger.save_one(visitor, response, book, f"c0-{n}" + "x" * 100, seen, n)
    full += status != 200
check(full == 20, "the disk filled up and writers were refused")
check({status for _, status in book.refused} == {503}, "each of them with 503")
check(visitor.request("GET", f"/r/{response}/about")[0] == 200, "pages are still served")
subprocess.run(["mount", "-o", "remount,size=30m", folder], check=True)
status, _ = ledger.save_one(visitor, response, book, "c0-after", seen, n + 1)
check(status == 200, "room on the disk brings saving back")
check(server.stop() == 0, "the server stops cleanly")
check.ledger(database, book, "the ledger agrees")
check.end()
PY
