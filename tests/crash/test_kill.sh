#!/bin/bash
# kill -9 under load, again and again: what was acknowledged is stored, what is stored was sent, nothing twice.
cd "$(dirname "$0")/../.." && exec python3 - <<'PY'
import sys, tempfile
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

check = ledger.Checks()
with tempfile.TemporaryDirectory() as folder:
    database = folder + "/anketa.db"
    links = anketa.demo(database)
    book = ledger.Ledger()
    for number in range(6):
        server = anketa.Server(database)
        visitor, response = ledger.come_in(server, links)
        stop, threads = ledger.run_clients(server.port, visitor, response, book, 8, number * 100000)
        ledger.wait(book, 100 + 37 * number)
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        check.ledger(database, book, f"kill -9, round {number + 1}: {len(book.acknowledged)} acknowledged")
check.end()
PY
