"""A guest account on a real OpenSSH server, and the ways out of it that were tried. Traffic stays on the loopback."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from samples import NORTH_KOREA_RUSSIA
from tests.pty_terminal import Terminal
from tests.sshd import Server, server, why_absent

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_absent()), reason=why_absent() or "there")]


@pytest.fixture(scope="module")
def host() -> Iterator[Server]:
    # Not pytest's own folder: that one is closed to the guest.
    folder = Path(tempfile.mkdtemp(prefix="dateline-sshd-"))
    folder.chmod(0o755)
    shutil.copytree(NORTH_KOREA_RUSSIA, folder / "dossier")
    try:
        with server(folder, folder / "dossier") as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def visiting(
    host: Server, *arguments: str, options: tuple[str, ...] = (), environ: dict[str, str] | None = None
) -> Iterator[Terminal]:
    """A guest at the explorer, over SSH."""
    client = Terminal(host.ssh(*arguments, options=("-tt", *options)), 80, 24, environ or {})
    try:
        client.wait_for(r"1 Timeline.*1/\d+")
        yield client
    finally:
        client.process.terminate(force=True)
        host.wait_for_guests(0)


def snapshot(host: Server) -> dict[str, tuple[int, int]]:
    kept = [host.folder / "dossier", host.folder / "home"]
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for top in kept for p in [top, *top.rglob("*")]}


@pytest.fixture(autouse=True)
def nothing_is_left_behind(host: Server) -> Iterator[None]:
    before = snapshot(host)
    yield
    host.wait_for_guests(0)
    assert snapshot(host) == before


def refused(host: Server, command: list[str]) -> str:
    """Run a client without a terminal; what came of it, which must not be a success of any kind."""
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=30, check=False)
    said = (done.stdout + done.stderr).decode(errors="replace")
    assert done.returncode != 0, said
    assert "root:" not in said
    assert "uid=" not in said
    return said


def test_a_guest_reads_and_leaves(host: Server) -> None:
    with visiting(host) as guest:
        guest.press("/", "vostochny", "Enter")
        guest.wait_for(r"\[vostochny")
        guest.press("q")
        assert guest.wait_for_end() == 0
        assert b"\x1b[?1049l" in guest.sent
        assert guest.sent.rindex(b"\x1b[?25h") > guest.sent.rindex(b"\x1b[?25l")


@pytest.mark.parametrize(
    "arguments",
    [
        ["id"], ["sh", "-i"], ["--dossier", "/etc"], ["; id"], ["$(id)"], ["dateline", "export", "", "-o", "/tmp/x"],
        ["\n id"], ["-c", "id"],
    ],
    ids=repr,
)  # fmt: skip
def test_arguments_change_nothing(host: Server, arguments: list[str]) -> None:
    assert "needs a terminal" in refused(host, host.ssh(*arguments))
    with visiting(host, *arguments) as guest:
        assert "north-korea" in guest.text or "dossier" in guest.text
        assert "uid=" not in guest.text


def test_no_terminal_no_session(host: Server) -> None:
    assert "needs a terminal" in refused(host, host.ssh(options=["-T"]))


def test_the_environment_is_not_taken(host: Server) -> None:
    hostile = {
        "TEXTUAL_DRIVER": "os:system", "TEXTUAL_LOG": "/tmp/dateline-guest-log", "PYTHONSTARTUP": "/tmp/x.py",
        "PYTHONPATH": "/tmp", "PYTHONINSPECT": "1", "LD_PRELOAD": "/tmp/x.so", "DATELINE_DOSSIER": "/etc",
        "BASH_ENV": "/tmp/x", "ENV": "/tmp/x", "EDITOR": "sh",
    }  # fmt: skip
    sent = tuple(word for name in hostile for word in ("-o", f"SendEnv={name}"))
    set_too = tuple(word for name, value in hostile.items() for word in ("-o", f"SetEnv={name}={value}"))
    with visiting(host, options=sent + set_too[:2], environ=hostile) as guest:
        (pid,) = host.wait_for_guests(1)
        names = {each.split(b"=")[0] for each in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if each}
        assert names <= {b"TERM", b"LANG", b"SSH_CONNECTION"}
        guest.press("q")
        guest.wait_for_end()
    assert not Path("/tmp/dateline-guest-log").exists()


def test_a_hostile_name_of_a_terminal_is_no_command(host: Server) -> None:
    for name in ('x"; id; "', "$(id)", "`id`", "../../etc/passwd", "x\x1b]0;mine\x07"):
        client = Terminal(host.ssh(options=["-tt"]), 80, 24, {"TERM": name})
        client.wait_for(r"1 Timeline.*1/\d+")
        assert b"uid=" not in client.sent
        client.process.terminate(force=True)
        host.wait_for_guests(0)


def test_no_files_by_sftp_or_scp(host: Server, tmp_path: Path) -> None:
    target = tmp_path / "got"
    where = f"{host.user}@127.0.0.1"
    for legacy in ([], ["-O"]):
        refused(host, ["scp", *legacy, *host.client("-P"), f"{where}:/etc/passwd", str(target)])
        refused(host, ["scp", *legacy, *host.client("-P"), str(host.folder / "key.pub"), f"{where}:/tmp/dateline-put"])
    batch = tmp_path / "batch"
    batch.write_text(f"get /etc/passwd {target}\nput {host.folder / 'key.pub'} /tmp/dateline-put\n")
    refused(host, ["sftp", *host.client("-P"), "-b", str(batch), where])
    refused(host, host.ssh("sftp", options=["-s"]))
    assert not target.exists()
    assert not Path("/tmp/dateline-put").exists()


def test_no_port_is_forwarded(host: Server) -> None:
    with socket.socket() as inside:
        inside.bind(("127.0.0.1", 0))
        inside.listen()
        inside.settimeout(1)
        aim = inside.getsockname()[1]
        # Through the server to a service on it.
        said = refused(host, host.ssh(options=["-W", f"127.0.0.1:{aim}"]))
        assert "forwarding failed" in said
        with pytest.raises(TimeoutError):
            inside.accept()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # From the server back to the client; over a socket file; a tunnel device.
    for option in (["-R", f"{port}:127.0.0.1:{aim}"], ["-R", f"/tmp/dateline-{port}:127.0.0.1:{aim}"], ["-w", "0:0"]):
        refused(host, host.ssh(options=["-N", "-o", "ExitOnForwardFailure=yes", *option]))
    assert not Path(f"/tmp/dateline-{port}").exists()


def test_no_agent_and_no_display_is_forwarded(host: Server) -> None:
    agent = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"(SSH_\w+)=([^;]+);", agent))
    try:
        with visiting(host, options=("-A", "-X"), environ={**found, "DISPLAY": ":0"}):
            (pid,) = host.wait_for_guests(1)
            environ = Path(f"/proc/{pid}/environ").read_bytes()
            assert b"SSH_AUTH_SOCK" not in environ
            assert b"DISPLAY" not in environ
            opened = [os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir()]
            assert not [each for each in opened if "agent" in each]
    finally:
        os.kill(int(found["SSH_AGENT_PID"]), signal.SIGTERM)


KEYS = {
    "suspend": "\x1a", "interrupt": "\x03", "quit": "\x1c", "end of file": "\x04", "stop output": "\x13",
    "literal": "\x16\x1a", "palette": "\x10!sh\r", "shell": "!sh\r", "colon": ":!sh\r\x1b",
    "edit": "v:e /etc/passwd\r", "pipe": "|sh\r", "function keys": "\x1bOP\x1b[15~\x1b[24~",
    "answers nobody asked for": "\x1b[?64;1c\x1b]52;c;aWQ=\x07\x1bP1$r0m\x1b\\\x1b[200~\x1b[201~; id\r\x1b[201~",
    "report of the size": "\x1b[48;99999;99999;99999;99999t\x1b[8;99999;99999t",
    "noise": "\x1b[\x1b]\x1bP\x00\x9b\x80\xff\x1b\x1b\x1b",
}  # fmt: skip


@pytest.mark.parametrize("keys", list(KEYS))
def test_no_key_leads_out(host: Server, keys: str) -> None:
    with visiting(host) as guest:
        (pid,) = host.wait_for_guests(1)
        for _ in range(3):
            guest.process.write(KEYS[keys].encode("latin-1"))
            guest.pump(0.2)
        assert not list(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        assert Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "SR", "it was stopped"
        assert b"uid=" not in guest.sent
        assert "root:" not in guest.text
        # It still listens: out of whatever was opened, and then the help.
        for _ in range(4):
            guest.press("Esc")
            guest.pump(0.3)
        guest.press("?")
        guest.wait_for("Help:")


def test_keys_before_the_program_listens(host: Server) -> None:
    """In the first half second the terminal still makes signals of ^C, ^Z and ^\\."""
    for key in ("\x1a", "\x1c", "\x03"):
        client = Terminal(host.ssh(options=["-tt"]), 80, 24, {})
        for _ in range(40):
            client.process.write(key.encode())
            client.pump(0.02)
        end = time.monotonic() + 15
        while time.monotonic() < end and client.pump(0.1) and "Timeline" not in client.text:
            pass
        assert "$ " not in client.text
        assert "Traceback" not in client.text
        client.process.terminate(force=True)
        host.wait_for_guests(0)


def test_resized_to_nothing_and_back(host: Server) -> None:
    with visiting(host) as guest:
        for columns, rows in ((1, 1), (40, 12), (500, 200), (2, 300), (80, 24)):
            guest.resize(columns, rows)
            guest.pump(0.3)
        guest.press("?")
        guest.wait_for("Help:")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_a_lost_connection_leaves_no_process(host: Server, how: signal.Signals) -> None:
    client = Terminal(host.ssh(options=["-tt"]), 80, 24, {})
    client.wait_for(r"1 Timeline.*1/\d+")
    client.press("j" * 50)
    os.kill(client.process.pid, how)
    host.wait_for_guests(0)
    client.process.close(force=True)
