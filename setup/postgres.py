"""A private PostgreSQL: its own cluster, port and password, on loopback only."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg2

from setup import machine, paths, postgres_programs, process
from setup.say import StopError, step

_ROLE = "odoo"
_ADVICE = "Is the disk full? `make reset` removes the local database."
_START = 60  # seconds; recovery after a power cut takes a while


class Cluster:
    """One private server: where its files are and how it starts and stops.

    :param str name: the folder under `.local`
    :param bool durable: False for data that may be made again, like the tests'
    """

    def __init__(self, name="postgres", *, durable=True):
        self.owner = _unprivileged()
        self.home = _home(name, self.owner)
        self.data = self.home / "data"
        self.durable = durable
        self.is_private = not os.environ.get("PGHOST")  # else a real one was given

    @contextmanager
    def running(self):
        """Have the server up during the block, started or found running.

        Sets PGHOST, PGPORT, PGUSER and PGPASSWORD, which Odoo and psycopg2 read.
        """
        if not self.is_private:
            yield
            return
        port = self._port_in_use()
        if port:
            self._announce(port)
            yield
            return
        self.programs = postgres_programs.find(open_to_all=bool(self.owner))
        self._ensure_data()
        port = machine.free_port()
        with process.running(
            [self.programs / "postgres", "-D", self.data, *self._settings(port)],
            paths.LOGS / f"{self.home.name}.log",
            env=postgres_programs.environment(self.programs),
            stop=signal.SIGINT,  # PostgreSQL's fast shutdown
            cwd=self.home,
            **self._as_owner(),
        ) as server:
            self._announce(port)
            self._wait(server)
            yield

    def is_running(self):
        """Tell whether somebody has this server up now."""
        return bool(self._port_in_use())

    def _port_in_use(self):
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            command = Path(f"/proc/{lines[0]}/cmdline").read_bytes()
        except OSError:
            return None
        return int(lines[3]) if str(self.data).encode() in command else None

    def _ensure_data(self):
        if (self.home / "password").exists():
            return
        machine.check_disk(2)
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        password = self.home / "password.partial"
        password.touch(mode=0o600)
        password.write_text(secrets.token_hex(16))
        if self.owner:
            for path in (self.home, password):
                shutil.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        with step("PostgreSQL's data folder"):
            self._init(password)
        password.rename(self.home / "password")  # the sign that all is complete

    def _init(self, password):
        result = subprocess.run(
            [
                *(self.programs / "initdb", "-D", self.data, f"--pwfile={password}"),
                *("--username=postgres", "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale=C", "--no-instructions"),
            ],
            cwd=self.home,
            env=os.environ | postgres_programs.environment(self.programs),
            capture_output=True,
            text=True,
            check=False,
            **self._as_owner(),
        )
        if result.returncode:
            raise StopError(f"initdb: {result.stderr.strip()}\n{_ADVICE}")

    def _settings(self, port):
        settings = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": 200,
            "shared_buffers": "256MB",
            "jit": "off",
            "timezone": "GMT",
            "log_timezone": "GMT",
            "dynamic_shared_memory_type": "mmap",
        }
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        return [f"--{name}={value}" for name, value in settings.items()]

    def _as_owner(self):
        if not self.owner:
            return {}
        return {
            "user": self.owner.pw_uid,
            "group": self.owner.pw_gid,
            "extra_groups": [],
        }

    def _announce(self, port):
        os.environ |= {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(port),
            "PGUSER": _ROLE,
            "PGPASSWORD": (self.home / "password").read_text(),
        }

    def _wait(self, server):
        deadline = time.monotonic() + _START
        while server.poll() is None and time.monotonic() < deadline:
            try:
                _ensure_role()
                return
            except psycopg2.OperationalError:
                time.sleep(0.1)
        log = paths.LOGS / f"{self.home.name}.log"
        last = (log.read_text().splitlines() or ["no word"])[-1]
        raise StopError(f"PostgreSQL did not start: {last}\n{_ADVICE} Log: {log}")


def _ensure_role():
    """Make the role Odoo uses; it may create databases and nothing more."""
    with closing(psycopg2.connect(dbname="postgres", user="postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [_ROLE])
            if not cursor.fetchone():
                word = os.environ["PGPASSWORD"]
                create = f"CREATE ROLE {_ROLE} LOGIN CREATEDB PASSWORD %s"
                cursor.execute(create, [word])


def _unprivileged():
    """Return the account PostgreSQL runs under when we are root, which it refuses."""
    if not machine.is_root():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StopError("Neither the user postgres nor nobody exists. Start as a user.")


def _home(name, owner):
    """Return the folder of a cluster: under `.local`, where its owner can go.

    A checkout below a closed home such as root's is not open to another account.
    """
    if owner and not paths.is_open_to_all(paths.ROOT):
        key = sha256(str(paths.ROOT).encode()).hexdigest()[:12]
        return paths.OPEN_PLACE / key / name
    return paths.LOCAL / name
