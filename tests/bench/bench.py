"""make bench: our numbers against a floor that does nothing else, alternated in one run; ratios, because machines are noisy.

Everything listens on 127.0.0.1, runs for a bounded time and ends by itself. --strict: exit 1 when a target is missed. --quick: small
data and short loads, to see that the bench itself works.
"""
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, "tests/lib")
import anketa  # noqa: E402

os.environ["ANKETA_FORMS"] = "surveys,quizzes,tests/bench/bench.yaml"
os.environ["ANKETA_PUBLIC_URL"] = "http://127.0.0.1"  # links are refused without
QUICK = "--quick" in sys.argv
SECONDS = 1 if QUICK else 4
ROUNDS = 1 if QUICK else 3
PEOPLE = 50 if QUICK else 1000
MANY = 200 if QUICK else 10000
SECTION = "filled"
results = []


def report(name, value, target, good, detail=""):
    results.append((name, value, target, good))
    print(f"{'ok  ' if good else 'MISS'} {name}: {value} (target {target}) {detail}", flush=True)


def wrk(url, script=None, seconds=None, env=None, connections=64):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds or SECONDS}s", "--latency"]
    if script:
        command += ["-s", script]
    out = subprocess.run([*command, url], capture_output=True, text=True, check=True, env={**os.environ, **(env or {})}).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", out)
    scale = {"us": 0.001, "ms": 1, "s": 1000}[p99.group(2)]
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return rate, float(p99.group(1)) * scale, int(errors.group(1)) if errors else 0


class Floor:
    def __init__(self, folder, page_bytes):
        self.process = subprocess.Popen(["build/floor", "0", f"{folder}/floor-{random.random()}.db", str(page_bytes)],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def people_csv(path, count):
    with open(path, "w", encoding="utf-8") as out:
        out.write("external_id;family;given;position;department;roles\n")
        for i in range(count):
            out.write(f"b{i};Проверочный{i};Иван;Менеджер;Отдел {i % 8};sales\n")


def responses_jsonl(path, count):
    """`count` filled sales questionnaires of some 40 cells."""
    base = [json.loads(line) for line in open("web/demo/responses.jsonl", encoding="utf-8")]
    base = [line for line in base if line["survey"] == "express_audit_sales" and line["state"] == "handed_in"]
    with open(path, "w", encoding="utf-8") as out:
        for i in range(count):
            line = dict(base[i % len(base)], person={"external_id": f"b{i}", "email": "", "name": ""})
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def assign(database, form, role):
    subprocess.run([anketa.PROGRAM, "assign", "--db", database, "--project", "alfa", "--role", role, form], check=True,
                   capture_output=True)


def filled(folder, name, people, responses):
    database = f"{folder}/{name}.db"
    anketa.demo(database)
    people_csv(f"{folder}/people.csv", people)
    subprocess.run([anketa.PROGRAM, "people", "import", "--db", database, "--project", "alfa", f"{folder}/people.csv"],
                   check=True, capture_output=True)
    if responses:
        responses_jsonl(f"{folder}/r.jsonl", responses)
        subprocess.run([anketa.PROGRAM, "responses", "import", "--db", database, "--project", "alfa", f"{folder}/r.jsonl"],
                       check=True, capture_output=True)
    return database


def personal_links(server, password):
    """The links of the bench people, from the consultant's list."""
    staff = anketa.Visitor(server.port)
    staff.request("GET", "/staff/login")
    status, where, _ = staff.request("POST", "/staff/login", {"name": "consultant", "password": password})
    assert status == 303, status
    staff.request("GET", where)
    text = staff.request("GET", "/p/alfa/links.csv")[2]
    return [re.search(r"https?://\S+?/i/[a-z2-7]+", line).group(0) for line in text.splitlines() if "Проверочный" in line], staff


def enter_all(server, links, count, path):
    """Bring people in and start their questionnaires; one line each: cookie, csrf, response."""
    lines = []
    for link in links:
        visitor = anketa.Visitor(server.port)
        page = visitor.enter(link)
        if not re.search(r'href="(/my/\d+)"', page):
            continue
        try:
            response = visitor.start(page)
        except AssertionError:
            continue
        cookie = "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())
        lines.append(f"{cookie} {visitor.csrf} {response}")
        if len(lines) == count:
            break
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    return lines


def resident_mb(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) / 1024


def command_cost(command):
    """Seconds and peak resident MB of a command."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.monotonic() - started, usage.ru_maxrss / 1024


def ratio_of(ours, floors):
    return statistics.median(a / b for a, b in zip(ours, floors))


def fresh_cell(folder, used={}):
    """A file with a cell that no load has saved yet, so that its revisions begin at 0; a folder for each database, which has ten."""
    number = used[folder] = used.get(folder, -1) + 1
    path = f"{folder}/cell-{number}"
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"text_{number}\n")
    return path


def filled_cells():
    """40 answers of the section, by address."""
    cells = {f"one_{i}": "monthly" for i in range(1, 7)}
    cells.update({f"one_{i}//.importance": "4" for i in range(1, 7)})
    cells.update({f"many_{i}": "c1 c3" for i in range(1, 4)})
    cells.update({f"grid/r{i}": "3" for i in range(8)})
    for row in ("r1", "r2", "r3", "r4"):
        cells.update({f"sheet/{row}/document": "Счёт на оплату", f"sheet/{row}/per_month": "40", f"sheet/{row}/minutes": "6"})
    cells.update({f"sheet/r{i}/.order": str(i) for i in range(1, 5)})
    cells["words"] = "Чтобы история клиента была видна за один взгляд."
    return cells


def fill(server, lines):
    """The first visitors have the whole section answered; the page is measured on theirs."""
    for line in lines[:20]:
        cookie, csrf, response = line.rsplit(" ", 2)
        visitor = anketa.Visitor(server.port)
        visitor.cookies, visitor.csrf = dict(part.split("=", 1) for part in cookie.split("; ")), csrf
        for sequence, (address, value) in enumerate(filled_cells().items(), 1):
            question, row, column = (address.split("/") + ["", ""])[:3]
            if column == ".order":
                continue  # the server gives places
            status, _, text = visitor.save(response, question, row, column, value, 0, sequence)
            assert status == 200, (address, status, text)


def main():
    subprocess.run(["cc", "-O2", "-pthread", "tests/bench/floor.c", "-lmicrohttpd", "-lsqlite3", "-o", "build/floor"], check=True)
    subprocess.run(["cc", "-O2", "tests/bench/make_wal.c", "-lsqlite3", "-o", "build/make_wal"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        run(folder)
    missed = [name for name, _, _, good in results if not good]
    print(f"\n{len(results) - len(missed)} of {len(results)} targets reached" + ("; missed: " + "; ".join(missed) if missed else ""))
    if missed and "--strict" in sys.argv:
        sys.exit(1)


def run(folder):
    database = f"{folder}/main.db"
    links_printed = anketa.demo(database)
    people_csv(f"{folder}/people.csv", PEOPLE)
    subprocess.run([anketa.PROGRAM, "people", "import", "--db", database, "--project", "alfa", f"{folder}/people.csv"],
                   check=True, capture_output=True)
    assign(database, "bench", "sales")
    server = anketa.Server(database)
    links, staff = personal_links(server, links_printed["password"])
    visitors = f"{folder}/visitors"
    lines = enter_all(server, links, PEOPLE, visitors)
    print(f"{len(lines)} people came in")
    fill(server, lines)
    env = {"BENCH_VISITORS": visitors, "BENCH_SECTION": SECTION}
    saves(folder, server, env)
    pages(folder, server, env, lines)
    time.sleep(2 if QUICK else 30)
    mb = resident_mb(server.process.pid)
    report("resident memory 30 s after serving everybody", f"{mb:.0f} MB", "<= 40 MB", mb <= 40)
    server.stop()
    with_slow_disk(folder, database, env)
    documents(folder)
    sheet(folder)
    starts(folder)


def saves(folder, server, env):
    ours, floors, failed = [], [], 0
    floor = Floor(folder, 8192)
    for _ in range(ROUNDS):
        rate, _, errors = wrk(f"http://127.0.0.1:{server.port}/", "tests/bench/save.lua",
                              env=dict(env, BENCH_CELLS=fresh_cell(folder)))
        ours.append(rate)
        failed += errors
        floors.append(wrk(floor.url + "/save", "tests/bench/floor_save.lua")[0])
    floor.stop()
    ratio = ratio_of(ours, floors)
    report("saving one answer durably, against the floor's save", f"{ratio:.2f}", ">= 0.4", ratio >= 0.4,
           f"[{statistics.median(ours):.0f} of {statistics.median(floors):.0f} a second, {failed} refused]")


def pages(folder, server, env, lines):
    cookie, _, response = lines[0].rsplit(" ", 2)
    visitor = anketa.Visitor(server.port)
    visitor.cookies = dict(part.split("=", 1) for part in cookie.split("; "))
    size = len(visitor.request("GET", f"/r/{response}/{SECTION}")[2].encode())
    few = f"{folder}/filled"
    with open(few, "w", encoding="utf-8") as out:
        out.write("\n".join(lines[:20]) + "\n")
    env = dict(env, BENCH_VISITORS=few)
    floor = Floor(folder, size)
    ours, floors = [], []
    for _ in range(ROUNDS):
        ours.append(wrk(f"http://127.0.0.1:{server.port}/", "tests/bench/page.lua", env=env)[0])
        floors.append(wrk(floor.url + "/")[0])
    floor.stop()
    ratio = ratio_of(ours, floors)
    report("a filled section, against the floor's page of equal bytes", f"{ratio:.2f}", ">= 0.25", ratio >= 0.25,
           f"[{statistics.median(ours):.0f} of {statistics.median(floors):.0f} a second, {size} bytes]")


def with_slow_disk(folder, database, env):
    server = anketa.Server(database, ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync",
                                      "-e", "inject=fdatasync:delay_enter=8000"])
    url = f"http://127.0.0.1:{server.port}/"
    alone, beside = [], []
    for _ in range(ROUNDS):
        alone.append(wrk(url, "tests/bench/page.lua", env=env, connections=16)[1])
        savers = threading.Thread(target=wrk, args=(url, "tests/bench/save.lua", SECONDS + 1,
                                                       dict(env, BENCH_CELLS=fresh_cell(folder)), 16))
        savers.start()
        time.sleep(0.3)
        beside.append(wrk(url, "tests/bench/page.lua", env=env, connections=16)[1])
        savers.join()
    for child in open(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read().split():
        os.kill(int(child), signal.SIGTERM)  # the server itself; strace ends with it
    server.process.wait(timeout=20)
    ratio = ratio_of(beside, alone)
    report("pages' p99 with 16 savers and a slow disk, against without", f"{ratio:.1f} x", "<= 2 x", ratio <= 2,
           f"[{statistics.median(alone):.1f} -> {statistics.median(beside):.1f} ms]")


def documents(folder):
    small = filled(folder, "small", PEOPLE, PEOPLE)
    pdf = [anketa.PROGRAM, "report", "requirements", "--project", "alfa", "-o", f"{folder}/out.pdf", "--db"]
    times = [command_cost([*pdf, small])[0] for _ in range(ROUNDS)]
    report(f"requirement summary, {PEOPLE} respondents", f"{min(times):.2f} s", "<= 0.3 s", min(times) <= 0.3)
    many = filled(folder, "many", MANY, MANY)
    seconds, peak = command_cost([*pdf, many])
    report(f"requirement summary, {MANY} respondents", f"{seconds:.1f} s, {peak:.0f} MB", "<= 3 s, 200 MB",
           seconds <= 3 and peak <= 200)
    beside_documents(folder, small)
    os.unlink(many)


def beside_documents(folder, database):
    """p99 of a save while summaries are printed without pause, against without."""
    password = subprocess.run([anketa.PROGRAM, "user", "add", "--db", database, "--admin", "bench"], capture_output=True,
                              text=True, check=True).stdout
    password = re.search(r"password: (\S+)", password).group(1)
    fresh = f"{folder}/fresh.csv"
    with open(fresh, "w", encoding="utf-8") as out:
        out.write("external_id;family;given;position;department;roles\n")
        for i in range(64):
            out.write(f"f{i};Новый{i};Пётр;Менеджер;Отдел 9;sales\n")
    subprocess.run([anketa.PROGRAM, "people", "import", "--db", database, "--project", "alfa", fresh], check=True,
                   capture_output=True)
    assign(database, "bench", "sales")
    server = anketa.Server(database)
    staff = anketa.Visitor(server.port)
    staff.request("GET", "/staff/login")
    staff.request("POST", "/staff/login", {"name": "bench", "password": password})
    text = staff.request("GET", "/p/alfa/links.csv")[2]
    links = [link for line in text.splitlines() if "Новый" in line for link in re.findall(r"https?://\S+?/i/[a-z2-7]+", line)]
    visitors = f"{folder}/visitors2"
    enter_all(server, links, 64, visitors)
    alone, beside, printed = [], [], []
    cells = f"{folder}/beside"
    os.mkdir(cells)

    def save():
        env = {"BENCH_VISITORS": visitors, "BENCH_CELLS": fresh_cell(cells)}
        return wrk(f"http://127.0.0.1:{server.port}/", "tests/bench/save.lua", env=env, connections=16)[1]

    def print_until(stop):
        while not stop.is_set():
            printed.append(staff.request("GET", "/p/alfa/documents/requirements.pdf")[0])

    for _ in range(ROUNDS):
        alone.append(save())
        stop = threading.Event()
        printer = threading.Thread(target=print_until, args=(stop,))
        printer.start()
        time.sleep(0.2)
        beside.append(save())
        stop.set()
        printer.join()
    server.stop()
    ratio = ratio_of(beside, alone)
    good = all(status == 200 for status in printed)
    report("p99 of a save while summaries are printed, against without", f"{ratio:.1f} x", "<= 2 x", ratio <= 2 and good,
           f"[{statistics.median(alone):.1f} -> {statistics.median(beside):.1f} ms, {len(printed)} summaries]")


def sheet(folder):
    """The sheet of 100 people who have sat the test, as the server prints it."""
    database = f"{folder}/sheet.db"
    printed = anketa.demo(database)
    people_csv(f"{folder}/people.csv", 100)
    subprocess.run([anketa.PROGRAM, "people", "import", "--db", database, "--project", "alfa", f"{folder}/people.csv"],
                   check=True, capture_output=True)
    assign(database, "crm_base", "sales")
    server = anketa.Server(database)
    links, staff = personal_links(server, printed["password"])
    for link in links:
        visitor = anketa.Visitor(server.port)
        path = re.search(r'href="(/my/\d+)"', visitor.enter(link)).group(1)
        visitor.request("GET", path)
        where = visitor.request("POST", path + "/begin", {"csrf": visitor.csrf})[1]
        status = visitor.request("POST", where.rsplit("/", 1)[0] + "/hand-in", {"csrf": visitor.csrf})[0]
        assert status == 303, status
    times = []
    for _ in range(20):
        started = time.monotonic()
        status = staff.request("GET", "/p/alfa/documents/certification-sheet.pdf?test=crm_base")[0]
        times.append((time.monotonic() - started) * 1000)
        assert status == 200, status
    server.stop()
    report("certification sheet of 100 trainees", f"{statistics.median(times):.1f} ms", "<= 25 ms",
           statistics.median(times) <= 25)


def start_ms(database):
    started = time.monotonic()
    server = anketa.Server(database)
    ms = (time.monotonic() - started) * 1000
    return server, ms


def starts(folder):
    people = 300 if QUICK else 25000
    database = filled(folder, "million", people, people)
    server, ms = start_ms(database)
    server.kill()
    with open(database, "rb") as file:  # a log as a kill in the middle of much work leaves it
        size = os.fstat(file.fileno()).st_size
    report(f"start with {people * 40} answers", f"{ms:.0f} ms", "<= 200 ms", ms <= 200, f"[{size >> 20} MiB]")
    subprocess.run(["build/make_wal", database, str(2 << 20 if QUICK else 64 << 20)], check=True)
    server, ms = start_ms(database)
    server.stop()
    report("start after kill -9 with a 64 MiB log", f"{ms:.0f} ms", "<= 200 ms", ms <= 200)


main()
