#!/bin/bash
# SIGTERM under load: every save that was acknowledged is stored, the log is empty, the exit status is 0.
cd "$(dirname "$0")/../.." && exec python3 - <<'PY'
import os, sys, tempfile
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

check = ledger.Checks()
with tempfile.TemporaryDirectory() as folder:
    database = folder + "/anketa.db"
    links = anketa.demo(database)
    book = ledger.Ledger()
    for number in range(3):
        server = anketa.Server(database)
        visitor, response = ledger.come_in(server, links)
        stop, threads = ledger.run_clients(server.port, visitor, response, book, 8, number * 100000)
        ledger.wait(book, 100)
        status = server.stop()
        stop.set()
        for thread in threads:
            thread.join()
        check(status == 0, f"round {number + 1}: the exit status is 0")
        log = database + "-wal"
        check(not os.path.exists(log) or os.path.getsize(log) == 0, "the log was brought into the database")
        check.ledger(database, book, f"{len(book.acknowledged)} acknowledged")
    check({status for _, status in book.refused} <= {409, 503}, "who was refused was told that the server stops, or showed an old revision")
check.end()
PY
