"""A Node process that answers one JSON line with one JSON line: for what only JavaScript can render."""
import json
import subprocess


class NodeLines:
    """Starts with the first question; what was answered once is kept."""

    def __init__(self, *command):
        self.command, self.process, self.known = ["node", *map(str, command)], None, {}

    def ask(self, **question):
        line = json.dumps(question)
        if line not in self.known:
            if self.process is None:
                pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
                self.process = subprocess.Popen(self.command, text=True, encoding="utf-8", **pipes)
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            self.known[line] = json.loads(self.process.stdout.readline())
        return self.known[line]

    def close(self):
        if self.process:
            self.process.terminate()
