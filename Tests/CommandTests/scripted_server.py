"""An LRS that gives prepared answers: each request gets the next one. Prints its port; writes the requests to a file.

scripted_server.py ANSWERS LOG: ANSWERS is a JSON list of {"status", "headers", "body"}; PORT in a body is the port.
"""

import http.server
import json
import sys

answers = json.load(open(sys.argv[1]))
log = open(sys.argv[2], "w", buffering=1)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        log.write(f"{self.path} {self.headers.get('Authorization')}\n")
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        body = answer["body"].replace("PORT", str(self.server.server_port)).encode()
        self.send_response(answer.get("status", 200))
        for name, value in answer.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
