"""The API's document, read by another program: valid OpenAPI 3.1, and the responses match it."""

import json
import urllib.error
import urllib.parse
import urllib.request

from jsonschema import Draft202012Validator
from openapi_spec_validator import validate


def fetched(platform, path, method="GET", body=None, token=True):
    headers = {"Authorization": f"Bearer {platform.token}"} if token else {}
    request = urllib.request.Request(
        platform.address + path, method=method, data=body, headers=headers | {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return read(answer.status, answer)
    except urllib.error.HTTPError as error:
        return read(error.code, error)


def read(status, answer):
    """Status, type and value: text if the type says so, otherwise JSON."""
    kind = answer.headers.get_content_type()
    return status, kind, answer.read().decode() if kind == "text/plain" else json.load(answer)


def faults(document, path, found, method="get"):
    """Differences between a response and the document."""
    status, kind, value = found
    operation = document["paths"][path][method]
    told = operation["responses"].get(str(status))
    if told is None:
        return [f"{path}: status {status} is not in the document"]
    if "$ref" in told:
        told = document["components"]["responses"][told["$ref"].rsplit("/", 1)[1]]
    if kind not in told["content"]:
        return [f"{path}: {kind} is not in the document"]
    schema = told["content"][kind]["schema"] | {"components": document["components"]}
    return [f"{path}: {error.message[:200]}" for error in Draft202012Validator(schema).iter_errors(value)]


def answers_match(platform, document):
    """Every GET of the document, for a user with many records, and some invalid requests."""
    user = platform.api("/users", q="learner@example.com")["users"][0]["id"]
    problems, asked = [], 0
    keys = document["components"]["schemas"]["Evidence"]["properties"]["statistic"]["enum"]
    tag = platform.api(f"/users/{user}/statistics")["tags"][0]["tag"]
    for path, operations in document["paths"].items():
        if "get" not in operations or set("{}") & set(path.replace("{id}", "").replace("{key}", "")):
            continue
        for key in keys if "{key}" in path else [""]:
            query = f"?tag={urllib.parse.quote(tag)}&limit=7" if key.startswith("tag_") else ""
            address = path.replace("{id}", user).replace("{key}", key) + query
            problems += faults(document, path, fetched(platform, address))
            asked += 1
        security = operations["get"]["security"]
        if security and {} not in security:
            wrong = fetched(platform, path.replace("{id}", "nobody").replace("{key}", "time_spent"), token=False)
            problems += [] if wrong[0] == 401 else [f"{path}: {wrong[0]} without a token"]
            problems += faults(document, path, wrong)
    assert asked > 30, f"only {asked} were asked"
    problems += faults(document, "/api/v1/users", fetched(platform, "/api/v1/users?limit=0"))
    taken = fetched(platform, "/api/v1/records/tags", "POST", b"{}")
    return problems + faults(document, "/api/v1/records/{kind}", taken, "post")


def checks(report, viewers, platform):
    document = fetched(platform, "/api/v1/openapi.json", token=False)[2]
    report.check("The API's document is valid OpenAPI 3.1", lambda: validate(document))
    report.check("What the API answers is what its document says", lambda: answers_match(platform, document))
