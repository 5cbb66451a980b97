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
visitor = anketa.Visitor(server.port)
response = visitor.start(visitor.enter(links["respondent"]))
bad = 0

def check(true, what):
    global bad
    print("ok" if true else "not ok", what)
    bad += not true

book, seen, full, n = ledger.Ledger(), 0, 0, 0
while n < 20000 and full < 20:
    n += 1
    value = f"c0-{n}" + "x" * 150
    book.note("sent", value)
    status, _, text = visitor.save(response, ledger.QUESTION, "c0", ledger.COLUMN, value, seen, n)
    if status == 200:
        import json
        seen = json.loads(text)["revision"]
        book.note("acknowledged", value)
    else:
        book.note("refused", (value, status))
        full += 1
        check(status == 503 or full > 1, "a full disk is said with 503") if full == 1 else None
check(full == 20, "the disk filled up and writers were refused")
check(visitor.request("GET", f"/r/{response}")[0] in (200, 303), "pages are still served")
subprocess.run(["mount", "-o", "remount,size=30m", folder], check=True)
book.note("sent", "c0-after")
status, _, text = visitor.save(response, ledger.QUESTION, "c0", ledger.COLUMN, "c0-after", seen, n + 1)
check(status == 200, "room on the disk brings saving back")
if status == 200:
    book.note("acknowledged", "c0-after")
check(server.stop() == 0, "the server stops cleanly")
complaints = ledger.check(database, book)
check(not complaints, "the ledger agrees " + "; ".join(complaints))
sys.exit(bad > 0)
PY
