#!/bin/bash
# A disk that fills up: writers get 503 in words, readers go on, nothing refused is stored, and room brings it back.
cd "$(dirname "$0")/../.." || exit 2
if [ "$(id -u)" != 0 ]; then
    echo "ok skipped: a small disk needs root"
    exit 0
fi
small=$(mktemp -d)
log=$(mktemp)
mount -t tmpfs -o size=3m tmpfs "$small" || exit 1
trap 'umount "$small"; rm -rf "$small" "$log"' EXIT
SMALL=$small LOG=$log python3 - <<'PY'
import os, re, subprocess, sys
from concurrent.futures import ThreadPoolExecutor
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

CLIENTS = 16
folder, log = os.environ["SMALL"], os.environ["LOG"]
database = folder + "/anketa.db"
links = anketa.demo(database)
server = anketa.Server(database, log=open(log, "ab"))
visitor, response = ledger.come_in(server, links)
check, book = ledger.Checks(), ledger.Ledger()


class Client:
    """One of many that save at once, each a cell of its own."""

    def __init__(self, number):
        self.visitor = anketa.Visitor(server.port)
        self.visitor.cookies, self.visitor.csrf = dict(visitor.cookies), visitor.csrf
        self.row, self.seen, self.n = f"c{number}", 0, 0

    def save(self):
        self.n += 1
        value = f"{self.row}-{self.n}" + "x" * 100
        status, self.seen = ledger.save_one(self.visitor, response, book, value, self.seen, self.n, self.row)
        return status


def failed_batches():
    """How many writes each batch had that was not stored: from the log."""
    with open(log, encoding="utf-8") as lines:
        return [int(n) for n in re.findall(r"a batch of (\d+) writes (?:failed|was dropped)", lines.read())]


def every_one_saves():
    return list(crowd.map(Client.save, clients))


clients = [Client(n) for n in range(CLIENTS)]
with ThreadPoolExecutor(CLIENTS) as crowd:
    rounds = 0
    while rounds < 2000 and sum(n > 1 for n in failed_batches()) < 5:
        rounds += 1
        every_one_saves()
    lost = failed_batches()
    check(len(book.acknowledged) > CLIENTS, "saves were stored while there was room")
    check(sum(n > 1 for n in lost) >= 5, "the disk filled up under batches of several writers")
    check({status for _, status in book.refused} == {503}, "whoever was refused heard 503")
    check(sum(lost) == len(book.refused), "everybody in such a batch was refused, and nobody else")
    check(visitor.request("GET", f"/r/{response}/about")[0] == 200, "pages are still served")
    check.ledger(database, book, "nothing of them is stored, and nothing else is lost")
    subprocess.run(["mount", "-o", "remount,size=30m", folder], check=True)
    check(every_one_saves() == [200] * CLIENTS, "room on the disk brings saving back, for everybody")
    check(failed_batches() == lost, "and no batch fails any more")
check(server.stop() == 0, "the server stops cleanly")
check.ledger(database, book, "the ledger agrees")
check.end()
PY
