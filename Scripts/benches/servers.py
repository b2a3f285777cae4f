"""A separate PostgreSQL server, and the cost of commands that use it."""

import os
import pathlib

from benches.measuring import DATA, ROOT, output, run


class server:
    """PostgreSQL with its default settings (fsync on), for the duration of a `with`."""

    def __enter__(self):
        self.folder = DATA / "postgres"
        # An interrupted run may have left it running.
        if (self.folder / "data" / "postmaster.pid").exists():
            output(ROOT / "Scripts" / "postgres", "stop", self.folder, check=False)
        self.address = output(ROOT / "Scripts" / "postgres", "start", self.folder, "durable")
        self.pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        return self

    def __exit__(self, *_):
        output(ROOT / "Scripts" / "postgres", "stop", self.folder)

    def new_database(self, name):
        """An empty database; earlier pending writes are flushed before the clock starts."""
        self.psql("postgres", f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}", "CHECKPOINT")
        return f"{self.address}/{name}"

    def psql(self, database, *commands):
        return output(*self.command(database, *commands))

    def command(self, database, *commands):
        words = ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", f"{self.address}/{database}"]
        return words + [word for command in commands for word in ("-c", command)]

    def run(self, *command):
        """Like `measuring.run`; the processor time includes the server's, the memory is only the command's."""
        before = self.processor_time()
        cost = run(*command)
        cost.processor += self.processor_time() - before
        return cost

    def processor_time(self):
        """Processor seconds of the server's processes, including those that have ended."""
        ticks = 0
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # it has ended
            if int(stat.parent.name) == self.pid:
                ticks += sum(int(field) for field in fields[11:15])
            elif int(fields[1]) == self.pid:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")
