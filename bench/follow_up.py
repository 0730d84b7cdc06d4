"""What the follow-up in the field costs: lists and pages with a thousand deficiencies, an import of two thousand decisions of the
inspectorate with somebody else writing meanwhile, and a long plan as PDF. Runs the program's demo over loopback, beside peers:
a bare form of the same program, Python reading the same file into sqlite3, and LibreOffice making a PDF of the same plan.

    python3 bench/follow_up.py PROGRAM FOLDER
"""

import csv
import html
import http.cookiejar
import io
import itertools
import pathlib
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
import uuid

DEFICIENCIES, DECISIONS = 1_000, 2_000
PARAGRAPH = "Anordnaren ska redovisa hur undervisningen planeras, genomförs och följs upp, och vad eleverna säger om den. "


class Demo:
    """The demo, made anew in the folder, and its people's links."""

    def __init__(self, program, folder):
        shutil.rmtree(folder, ignore_errors=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base, self.lines = f"http://localhost:{port}", []
        command = [program, "demo", "--data", folder, "--port", str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            self.lines.append(line)
            if "command line works" in line:
                return
        raise SystemExit("the demo ended before it was made")

    def sign_in(self, role, at):
        """A browser in which the first person of the role at the authority is signed in."""
        place = next(i for i, line in enumerate(self.lines) if line.strip().startswith(role) and at in line)
        link = re.search(r"http\S+", self.lines[place + 1]).group(0)
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        person = Person(self.base, urllib.request.build_opener(jar))
        page = person.opener.open(link).read().decode()
        form = re.search(r'<form[^>]*action="([^"]+)"', page[page.index("<main"):])
        if form:
            person.post(form.group(1), [])
        return person


class Person:
    def __init__(self, base, opener):
        self.base, self.opener = base, opener
        opener.addheaders = [("sec-fetch-site", "same-origin"), ("origin", base)]

    def get(self, path):
        return self.opener.open(self.base + path).read()

    def text(self, path):
        return self.get(path).decode()

    def post(self, path, fields):
        sent = urllib.parse.urlencode(fields).encode()
        return self.opener.open(urllib.request.Request(self.base + path, data=sent)).read().decode()

    def upload(self, path, field, name, content):
        body = (
            f'--g\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
            + content + b"\r\n--g--\r\n"
        )
        kind = {"Content-Type": "multipart/form-data; boundary=g"}
        return self.opener.open(urllib.request.Request(self.base + path, data=body, headers=kind)).read().decode()


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(work, times=15):
    return statistics.median(seconds(work) for _ in range(times))


def row(what, figure, peer="", ratio=""):
    print(f"{what:<58} {figure:>22} {peer:>30} {ratio:>8}", flush=True)


def deficiency(person, at, provider, number):
    person.post(f"{at}/brister/ny", [
        ("nyckel", str(uuid.uuid4())), ("ny-anordnare", provider), ("ny-enhet", ""), ("ny-kalla", "other"),
        ("ny-rubrik", f"Brist {number} i listan"), ("ny-text", "Text " * 120), ("ny-spar", "quality"), ("ny-allvar", "minor"),
    ])


def pages(officer, at, provider):
    """Every figure of pages is of one provider with all of them."""
    took = seconds(lambda: [deficiency(officer, at, provider, number) for number in range(DEFICIENCIES)])
    row(f"{DEFICIENCIES} deficiencies entered by the form", f"{took / DEFICIENCIES * 1000:.1f} ms each")
    one = re.search(r"/brist/[0-9a-f-]{36}", officer.text(f"{at}/brister")).group(0)
    bare = median(lambda: officer.get(f"{at}/brister/ny"))
    for what, path in [
        ("the list of deficiencies, first page", "/brister"),
        ("the list of deficiencies, page 20", "/brister?sida=20"),
        ("all of them as csv", "/brister?visa=alla&format=csv"),
        ("one deficiency", one),
        ("the coverage matrix", "/tackning"),
    ]:
        took = median(lambda: officer.get(at + path))
        row(what, f"{took * 1000:.1f} ms", f"a bare form {bare * 1000:.1f} ms", f"{took / bare:.1f}")


def imported(officer, other, at, provider, folder):
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";")
    sheet.writerow(["Diarienummer", "Beslutsdag", "Skola eller huvudman", "Beslut", "Vite"])
    sheet.writerows([f"SI 2024:{5000 + n}", "2024-02-05", "Eklunda stad", "Anmärkning", ""] for n in range(DECISIONS))
    form = officer.text(f"{at}/skolinspektionen/las-in")
    field = next(re.search(r'name="([^"]+)"', tag).group(1) for tag in re.findall(r"<input[^>]*>", form) if 'type="file"' in tag)
    seen = officer.upload(f"{at}/skolinspektionen/las-in", field, "lista.csv", text.getvalue().encode())
    rows = html.unescape(re.search(r'name="rader" value="([^"]*)"', seen, re.S).group(1))
    alone = median(lambda: deficiency(other, at, provider, 0))
    waits, done = [], threading.Event()

    def write():
        while not done.is_set():
            waits.append(seconds(lambda: deficiency(other, at, provider, 0)))

    writer = threading.Thread(target=write)
    writer.start()
    took = seconds(lambda: officer.post(f"{at}/skolinspektionen/las-in/spara", [("rader", rows)]))
    done.set()
    writer.join()

    def peer():
        pathlib.Path(f"{folder}/peer.db").unlink(missing_ok=True)
        with sqlite3.connect(f"{folder}/peer.db") as base:
            base.execute("PRAGMA synchronous = FULL")
            base.execute("CREATE TABLE decision (number TEXT PRIMARY KEY, day, about, kind, fine)")
            lines = csv.reader(io.StringIO(text.getvalue()), delimiter=";")
            # In parts of a hundred, as the program does.
            while part := list(itertools.islice(lines, 100)):
                base.executemany("INSERT INTO decision VALUES (?, ?, ?, ?, ?)", part)
                base.commit()

    beside = median(peer, 5)
    row(f"import of {DECISIONS} decisions, durable", f"{took:.2f} s", f"csv into sqlite3 {beside * 1000:.0f} ms", f"{took / beside:.0f}")
    for name, found in [("median", statistics.median(waits)), ("worst", max(waits))]:
        figure = f"{found * 1000:.0f} ms of {len(waits)}"
        row(f"another's small write meanwhile, {name}", figure, f"alone {alone * 1000:.1f} ms", f"{found / alone:.1f}")


def fields_of(page):
    """The fields of the form in the page, with what stands in them."""
    main = page[page.index("<main"):]
    found = []
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_box = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and not (is_box and "checked" not in tag):
            found.append((name.group(1), html.unescape(value.group(1)) if value else ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found.append((name, chosen.group(1) if chosen else ""))
    texts = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', main, re.S)
    return found, [(name, html.unescape(text).strip()) for name, text in texts]


def plan(owner, at, folder):
    page = owner.text(f"{at}/uppfoljningsplan/2024")
    edit = re.search(rf'href="({at}/uppfoljningsplan/2024/\d+/andra/text)"', page).group(1)
    found, texts = fields_of(owner.text(edit))
    long = "\n\n".join([PARAGRAPH * 5] * 20)
    texts = [(name, (text + "\n\n" + long)[:7_900] if text else text) for name, text in texts]
    owner.post(edit, found + texts)
    version = re.search(rf"{at}/uppfoljningsplan/2024/(\d+)/andra", owner.text(f"{at}/uppfoljningsplan/2024")).group(1)
    paper = f"{at}/uppfoljningsplan/2024/{version}?format="
    start = time.perf_counter()
    size = len(owner.get(paper + "pdf")) / 1e6
    took = time.perf_counter() - start
    with open(f"{folder}/plan.docx", "wb") as file:
        file.write(owner.get(paper + "docx"))
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/plan.docx"]
    beside = median(lambda: subprocess.run(convert, capture_output=True, check=True), 3)
    count = sum(len(text) for _, text in texts)
    row(f"a plan of {count} characters as PDF ({size:.1f} MB), made once", f"{took:.2f} s", f"LibreOffice {beside:.2f} s", f"{took / beside:.1f}")


def main():
    program, folder = sys.argv[1:]
    demo = Demo(program, f"{folder}/follow-up")
    try:
        officer, owner = demo.sign_in("quality-officer", "Eklunda stad"), demo.sign_in("process-owner", "Eklunda stad")
        at = "/h/eklunda"
        provider = re.search(r'<option value="([0-9a-f-]{36})"', officer.text(f"{at}/brister/ny")).group(1)
        row("what", "figure", "peer", "ratio")
        pages(officer, at, provider)
        imported(owner, officer, at, provider, folder)
        plan(owner, at, folder)
    finally:
        demo.process.terminate()
        demo.process.wait()


if __name__ == "__main__":
    main()
