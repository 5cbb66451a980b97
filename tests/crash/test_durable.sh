#!/bin/bash
# Power loss: a kill leaves what the system caches, so we look at the order of system calls instead. Each "saved" is
# sent after an fdatasync of the log that began when the value had been written there.
cd "$(dirname "$0")/../.." && exec python3 - <<'PY'
import re, sys, tempfile, time
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

check = ledger.Checks()


def order(trace):
    """Values acknowledged before they were on disk, how many were acknowledged, and how many syncs there were."""
    written, syncing, durable = set(), {}, set()
    asked, early, acknowledged, syncs = {}, [], 0, 0
    calls = {}
    for line in open(trace, errors="replace"):
        pid, _, call = line.partition(" ")
        call = call.strip()
        resumed = re.match(r"<\.\.\. (\w+) resumed>(.*)", call)
        if resumed:
            call = calls.pop(pid, "") + resumed.group(2)
            begins = False
        elif call.endswith("<unfinished ...>"):
            calls[pid] = call = call[:-len("<unfinished ...>")].rstrip()
            begins = True
        else:
            begins = None
        name = call.partition("(")[0]
        values = re.findall(r"c\d-\d{7}", call)
        ended = begins is not True
        if name == "pwrite64" and ended:
            written.update(values)
        elif name == "fdatasync":
            if begins is not False:
                syncing[pid] = set(written)
            if ended and re.search(r"= 0$", call):
                durable |= syncing.pop(pid)
                syncs += 1
        elif name in ("recvfrom", "read") and ended and values and "value=" in call:
            asked[re.search(r"\((\d+)", call).group(1)] = values[-1]
        elif name in ("sendto", "sendmsg", "write", "writev") and begins is not False and "HTTP/1.1 200" in call:
            value = asked.pop(re.search(r"\((\d+)", call).group(1), None)
            if value is not None:
                acknowledged += 1
                if value not in durable:
                    early.append(value)
    return early, acknowledged, syncs


with tempfile.TemporaryDirectory() as folder:
    database = folder + "/anketa.db"
    links = anketa.demo(database)
    trace = folder + "/trace"
    server = anketa.Server(database, ["strace", "-D", "-f", "-qq", "-s", "8192", "-o", trace, "-e",
                                      "trace=fdatasync,pwrite64,recvfrom,read,sendto,sendmsg,write,writev"])
    visitor, response = ledger.come_in(server, links)
    book = ledger.Ledger()
    stop, threads = ledger.run_clients(server.port, visitor, response, book, 4, 0)
    ledger.wait(book, 100)
    stop.set()
    for thread in threads:
        thread.join()
    check(server.stop() == 0, "the server stops cleanly")
    early, acknowledged, syncs = order(trace)
    for _ in range(300):  # strace ends after the server
        if acknowledged == len(book.acknowledged):
            break
        time.sleep(0.1)
        early, acknowledged, syncs = order(trace)
    check(acknowledged == len(book.acknowledged), f"the trace has all {len(book.acknowledged)} acknowledged saves ({acknowledged})")
    check(not early, f"each was on disk before its reply ({syncs} syncs) " + " ".join(early[:3]))
check.end()
PY
