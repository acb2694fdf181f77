"""A real OpenSSH server on a loopback port for tests: one guest account, one key, the lines of docs/guests.md."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "guests.md"
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def why_absent() -> str:
    """Why no such server can be started here; empty where it can."""
    if SSHD is None or shutil.which("ssh") is None:
        return "no OpenSSH server here: apt-get install openssh-server (.ci/run does)"
    if os.getuid() != 0:
        return "sshd gives other users a session only when root starts it"
    if not _interpreter():
        return "the Python that runs the tests lies where no other user may run it, and there is no second one"
    return ""


def _interpreter() -> str:
    """A Python of our version that any user can run: ours, or the system's."""
    if _open_to_all(Path(sys.executable).resolve()):
        return sys.executable
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return next((str(each) for each in [Path("/usr/bin") / version] if each.exists()), "")


def _open_to_all(path: Path) -> bool:
    return all(each.stat().st_mode & 0o001 for each in [path, *path.parents])


LAUNCHER = """\
# The program in another Python than the one it is installed in.
import runpy, site
site.addsitedir({site!r})
runpy.run_module("tui", run_name="__main__")
"""


def program(folder: Path) -> str:
    """The command that runs dateline as any user, as docs/guests.md has it but for the path."""
    interpreter = _interpreter()
    if interpreter == sys.executable:
        return f"{interpreter} -I -m tui"
    launcher = folder / "launcher.py"
    launcher.write_text(LAUNCHER.format(site=sysconfig.get_path("purelib")))
    return f"{interpreter} -I {launcher}"


def guide_lines() -> list[str]:
    """The lines for sshd_config in docs/guests.md, as they are recommended there."""
    block = re.search(r"```sshd_config\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    assert block
    return [line.strip() for line in block[1].splitlines() if line.strip()]


@dataclass
class Server:
    """A running server. ``user`` is its only guest."""

    port: int
    folder: Path
    user: str
    process: subprocess.Popen[bytes]

    def ssh(self, *arguments: str, options: Sequence[str] = ()) -> list[str]:
        """The command line of a client that comes as the guest."""
        return ["ssh", *self.client("-p"), *options, "--", f"{self.user}@127.0.0.1", *arguments]

    def client(self, port_option: str) -> list[str]:
        """Options of ``ssh``, ``scp`` and ``sftp`` alike: our key and nothing of the person's own settings."""
        return [
            port_option, str(self.port), "-F", "/dev/null", "-i", str(self.folder / "key"), "-o", "IdentitiesOnly=yes",
            "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.folder / 'known'}",
            "-o", "LogLevel=ERROR", "-o", "BatchMode=yes",
        ]  # fmt: skip

    def guests(self) -> list[int]:
        """The guest sessions of this server that run now."""
        return [pid for pid in _children(self.process.pid) if b"--guest" in _command(pid)]

    def wait_for_guests(self, count: int, seconds: float = 20) -> list[int]:
        """Wait until so many guest sessions run."""
        end = time.monotonic() + seconds
        while len(found := self.guests()) != count:
            assert time.monotonic() < end, f"{len(found)} guest sessions instead of {count}"
            time.sleep(0.05)
        return found


def _children(parent: int) -> Iterator[int]:
    """All that descends from a process."""
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _children(int(child))


def _command(pid: int) -> bytes:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return b""
    # The shell that runs ForceCommand has the whole command as one word.
    return b" ".join(words) if len(words) > 3 and b"python" in words[0] else b""


def _keygen(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)


def _account() -> str:
    """An account without rights that may run a command: ``nobody``'s shell is no shell."""
    return "dateline-guest"


@contextmanager
def account(home: Path) -> Iterator[str]:
    """The guest's account, made for the time of the test where it is not there."""
    name = _account()
    try:
        pwd.getpwnam(name)
        yield name
        return
    except KeyError:
        pass
    made = ["useradd", "--system", "--no-create-home", "--home-dir", str(home), "--shell", "/bin/sh", name]
    subprocess.run(made, check=True, capture_output=True)
    # An account without a password counts as locked.
    subprocess.run(["usermod", "-p", "*", name], check=True, capture_output=True)
    try:
        yield name
    finally:
        subprocess.run(["userdel", name], check=False, capture_output=True)


@contextmanager
def server(folder: Path, dossier: Path, *, cache: Path | None = None) -> Iterator[Server]:
    """A server whose guests see one dossier. ``folder`` is for its files and must be open to all on the way to it."""
    assert SSHD is not None
    home = folder / "home"
    home.mkdir(parents=True)
    with account(home) as user:
        for name in ("host", "key"):
            _keygen(folder / name)
        shutil.copy(folder / "key.pub", folder / "authorized")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = f"{program(folder)} --guest {dossier}" + (f" --guest-cache {cache}" if cache else "")
        lines = [
            f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {folder / 'host'}", f"PidFile {folder / 'pid'}",
            f"AuthorizedKeysFile {folder / 'authorized'}", "PasswordAuthentication no", "UsePAM no",
            "KbdInteractiveAuthentication no", "StrictModes no", "Subsystem sftp internal-sftp", "MaxStartups 100",
            f"Match User {user}",
        ]  # fmt: skip
        for line in guide_lines()[1:]:
            if line.startswith("ForceCommand"):
                line = re.sub(r"\S+/python -I -m tui .*$", command, line)
                assert command in line
            lines.append(f"    {line}")
        (folder / "sshd_config").write_text("\n".join(lines) + "\n")
        with contextlib.suppress(FileExistsError):
            os.makedirs("/run/sshd", mode=0o755)
        with open(folder / "log", "wb") as log:
            process = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=log)
        try:
            _wait_for_port(port, process, folder)
            yield Server(port, folder, user, process)
        finally:
            for pid in _children(process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.terminate()
            process.wait()


def _wait_for_port(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
            return
        time.sleep(0.05)
    raise AssertionError(f"sshd did not start:\n{(folder / 'log').read_text()}")
