"""Measure many guests at once: ``python -m bench.guests bench/data/100000 --guests 25`` (as root: it starts an sshd).

Each guest comes over SSH to one dossier, walks, searches and reads, thinking a little between keys as people do.
Reported are the time from a key to the first byte of its answer, and the memory that all sessions take together
(PSS: what they share is counted once). All guests share an index that is made before. Nothing leaves the loopback.
"""

from __future__ import annotations

import argparse
import os
import pwd
import random
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import ptyprocess

from bench.figures import pss
from tests.sshd import Server, program, server, why_absent

ANSWERS = {b"?2026$p": b"\x1b[?2026;0$y", b"c": b"\x1b[?64;1c", b"6n": b"\x1b[1;1R", b">q": b"", b"?u": b""}
QUERIES = re.compile(rb"\x1b\[(\?2026\$p|c|6n|>q|\?u)")

SEARCHES = ("kim", "missile", "ceasefire", "president", "drone strike", "status:denied", "since:2020 border")


def script(chance: random.Random) -> list[bytes]:
    """The keys of one guest: walking, a search letter by letter, walking in what was found, reading."""
    keys = [b"j"] * 25 + [b"\x04"] * 4
    keys += [b"/", *(letter.encode() for letter in chance.choice(SEARCHES)), b"\r"]
    keys += [b"j"] * 10 + [b"n"] * 3 + [b"\x7f", b"G", b"k", b"k", b"g"]
    return keys


@dataclass
class Guest:
    """One session, and how long each of its keys took."""

    process: ptyprocess.PtyProcess
    keys: list[bytes]
    next_key: float
    pressed: float = 0.0
    """When the last key was pressed that has no answer yet."""
    seen: bytes = b""
    times: list[float] = field(default_factory=list)
    lost: int = 0

    def take(self) -> None:
        """Take what came, answer the terminal's questions."""
        data = os.read(self.process.fd, 65536)
        if self.pressed:
            self.times.append(time.perf_counter() - self.pressed)
            self.pressed = 0.0
        self.seen = (self.seen + data)[-20_000:]
        # Nothing is not written: a write of no bytes to a pty is read as its end.
        if answers := b"".join(ANSWERS[query] for query in QUERIES.findall(data)):
            os.write(self.process.fd, answers)

    def press(self, now: float, chance: random.Random) -> None:
        """Press the next key."""
        if self.pressed:
            self.lost += 1
        os.write(self.process.fd, self.keys.pop(0))
        self.pressed = now
        self.next_key = now + chance.uniform(0.3, 1.2)


def run(host: Server, count: int, chance: random.Random) -> tuple[list[Guest], int, list[int]]:
    """Let so many guests come and play; the guests, and at their most: the memory in bytes and the processes."""
    env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    guests = []
    for _ in range(count):
        process = ptyprocess.PtyProcess.spawn(host.ssh(options=["-tt"]), dimensions=(24, 80), env=env)
        guests.append(Guest(process, script(chance), float("inf")))
        # They come one after the other, and each is listened to from its start.
        pump(guests, 0.5)
    ready = time.perf_counter() + 240
    while any(b"Timeline" not in guest.seen for guest in guests):
        assert time.perf_counter() < ready, "a guest never saw the timeline"
        pump(guests, 0.2)
    pump(guests, 3.0)
    for guest in guests:
        guest.pressed, guest.next_key = 0.0, time.perf_counter() + chance.random()
        guest.times.clear()
    memory = 0
    pids: list[int] = []
    end = time.perf_counter() + 300
    while any(guest.keys for guest in guests) and time.perf_counter() < end:
        now = time.perf_counter()
        for guest in guests:
            if guest.keys and guest.next_key <= now:
                guest.press(now, chance)
        pump(guests, 0.01)
        if not pids and len(guests[0].keys) < 10:
            pids = host.guests()
            memory = sum(map(pss, pids))
    pump(guests, 3.0)
    return guests, memory, pids


def pump(guests: list[Guest], seconds: float) -> None:
    """Take what comes for some time."""
    by_handle = {guest.process.fd: guest for guest in guests}
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        for handle in select.select(list(by_handle), [], [], left)[0]:
            by_handle[handle].take()


def index(host_folder: Path, dossier: Path, cache: Path, user: str) -> None:
    """Make the index as the account of the guests, whose alone it has to be."""
    account = pwd.getpwnam(user)
    os.chown(cache, account.pw_uid, account.pw_gid)
    command = [*program(host_folder).split(), "index", "-s", str(dossier)]
    env = {"DATELINE_CACHE": str(cache), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    library = next(path for path in sys.path if path.endswith("site-packages"))
    env["PYTHONPATH"] = os.pathsep.join([library, str(Path(__file__).parent.parent)])
    subprocess.run(command, check=True, env=env, user=account.pw_uid, group=account.pw_gid, cwd="/")


def main() -> None:
    """Make the index, start the server, let the guests come, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--guests", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if why := why_absent():
        raise SystemExit(why)
    folder = Path(tempfile.mkdtemp(prefix="dateline-guests-"))
    folder.chmod(0o755)
    try:
        cache = folder / "cache"
        cache.mkdir(mode=0o700)
        with server(folder, asked.dossier.resolve(), cache=cache) as host:
            index(folder, asked.dossier.resolve(), cache, host.user)
            guests, memory, pids = run(host, asked.guests, random.Random(asked.seed))
            for guest in guests:
                guest.process.terminate(force=True)
            host.wait_for_guests(0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    times = sorted(each for guest in guests for each in guest.times)
    unpressed = sum(len(guest.keys) for guest in guests)
    print(f"guests      {len(guests)} ({len(pids)} processes)")
    print(
        f"keys        {len(times)} answered, {sum(g.lost for g in guests)} by the next key's, {unpressed} not pressed"
    )
    for share in (50, 95, 99):
        print(f"p{share}         {1000 * times[min(len(times) - 1, len(times) * share // 100)]:.0f} ms")
    print(f"memory      {memory / 1e6:.0f} MB in all, {memory / 1e6 / max(1, len(pids)):.0f} MB a guest")


if __name__ == "__main__":
    main()
