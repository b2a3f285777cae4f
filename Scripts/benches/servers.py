"""A PostgreSQL server of the bench's own, and what a command costs that makes it work."""

import os
import pathlib

from benches.measuring import DATA, ROOT, output, run


class server:
    """PostgreSQL as it comes (fsync on), for the time of a `with`."""

    def __enter__(self):
        self.folder = DATA / "postgres"
        # A bench that was ended may have left it running.
        if (self.folder / "data" / "postmaster.pid").exists():
            output(ROOT / "Scripts" / "postgres", "stop", self.folder, check=False)
        self.address = output(ROOT / "Scripts" / "postgres", "start", self.folder, "durable")
        self.pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        return self

    def __exit__(self, *_):
        output(ROOT / "Scripts" / "postgres", "stop", self.folder)

    def new_database(self, name):
        """An empty database; what others have left to be written is written before the clock starts."""
        self.psql("postgres", f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}", "CHECKPOINT")
        return f"{self.address}/{name}"

    def psql(self, database, *commands):
        return output(*self.command(database, *commands))

    def command(self, database, *commands):
        words = ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", f"{self.address}/{database}"]
        return words + [word for command in commands for word in ("-c", command)]

    def run(self, *command):
        """As `measuring.run`; the processor time is that of the server too, the memory the command's alone."""
        before = self.processor_time()
        cost = run(*command)
        cost.processor += self.processor_time() - before
        return cost

    def processor_time(self):
        """Seconds that the server's processes have worked, those that have ended included."""
        ticks = 0
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # it has ended meanwhile
            if int(stat.parent.name) == self.pid:
                ticks += sum(int(field) for field in fields[11:15])
            elif int(fields[1]) == self.pid:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")
