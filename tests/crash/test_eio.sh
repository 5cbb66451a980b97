#!/bin/bash
# fdatasync fails with EIO: the writers of that batch get 503, nothing of it is stored, and the next batch works.
cd "$(dirname "$0")/../.." || exit 2
exec python3 - <<'PY'
import sys, tempfile
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

check = ledger.Checks()
with tempfile.TemporaryDirectory() as folder:
    database = folder + "/anketa.db"
    links = anketa.demo(database)
    server = anketa.Server(database, ["strace", "-D", "-f", "-qq", "-o", folder + "/trace", "-e", "trace=fdatasync",
                                      "-e", "inject=fdatasync:error=EIO:when=20..22"])
    visitor, response = ledger.come_in(server, links)
    book, seen = ledger.Ledger(), 0
    for n in range(1, 60):
        _, seen = ledger.save_one(visitor, response, book, f"c0-{n}", seen, n)
    check(len(book.refused) >= 1, f"a failed sync refuses its writers ({len(book.refused)} refused)")
    check(all(status == 503 for _, status in book.refused), "with 503")
    check(len(book.acknowledged) > 30, "the service went on afterwards")
    check(server.stop() == 0, "the server stops cleanly")
    check.ledger(database, book, "the ledger agrees")
check.end()
PY
