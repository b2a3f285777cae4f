"""Users and groups from a directory: scim2-tester, an independent client, checks the server against the RFCs."""

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server


def conformance(platform):
    """Each check of scim2-tester, with its messages about failures."""
    token = platform.make_token("owner")
    with Client(base_url=f"{platform.address}/scim/v2", headers={"Authorization": f"Bearer {token}"}) as http:
        results = check_server(SyncSCIMClient(http))
    passed = sum(result.status == Status.SUCCESS for result in results)
    problems = [
        f"{result.title} ({result.resource_type}): {result.reason}"
        for result in results if result.status not in (Status.SUCCESS, Status.SKIPPED)]
    # If the server publishes nothing, nothing can fail.
    assert passed > 60, f"only {passed} of {len(results)} checks passed: {problems}"
    return problems


def checks(report, viewers, platform):
    report.check("scim2-tester finds nothing against the RFCs", lambda: conformance(platform))
