"""Reads a message from standard input with Python's email package, and writes JSON to standard output."""

import email
import email.policy
import json
import sys

message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
json.dump(
    {
        "subject": message["subject"], "from": str(message["from"]), "to": str(message["to"]),
        "date": message["date"].datetime.isoformat(), "id": message["message-id"], "auto": message["auto-submitted"],
        "text": message.get_body(("plain",)).get_content(), "html": message.get_body(("html",)).get_content(),
        "defects": [str(defect) for part in message.walk() for defect in part.defects],
    }, sys.stdout)
