#!/bin/bash
# ulimit -n 32: more connections than descriptors neither stop the server nor keep it busy; whoever has one is served.
cd "$(dirname "$0")/../.." && exec python3 - <<'PY'
import os, socket, sys, tempfile, time
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

check = ledger.Checks()


def busy(process):
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


with tempfile.TemporaryDirectory() as folder:
    database = folder + "/anketa.db"
    links = anketa.demo(database)
    server = anketa.Server(database, ["sh", "-c", 'ulimit -n 32; exec "$@"', "sh"])
    visitor, response = ledger.come_in(server, links)
    book = ledger.Ledger()
    crowd = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(60)]
    status, seen = ledger.save_one(visitor, response, book, "c0-1", 0, 1)
    check(status == 200, "who is connected is served beside 60 others")
    before = busy(server.process)
    time.sleep(2)
    check(busy(server.process) - before < 1, "waiting connections do not keep it busy")
    for other in crowd:
        other.close()
    newcomer = anketa.Visitor(server.port)
    check(newcomer.request("GET", "/")[0] == 200, "a newcomer is served when they have gone")
    status, seen = ledger.save_one(visitor, response, book, "c0-2", seen, 2)
    check(status == 200, "and saving goes on")
    check(server.stop() == 0, "the server stops cleanly")
    check.ledger(database, book, "the ledger agrees")
check.end()
PY
