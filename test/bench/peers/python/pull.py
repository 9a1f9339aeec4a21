# Pull with requests, written by hand: python pull.py <folder>.

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import requests

BASE = os.environ["API_URL"]
PAGE_SIZE = 500
SEVERITY = {"info": 1, "low": 2, "medium": 3, "high": 4, "critical": 5}
STATUS = {
    "open": "NEW",
    "in_review": "ACTIVE",
    "reopened": "REOPENED",
    "resolved": "FIXED",
    "accepted_risk": "IGNORED",
    "false_positive": "IGNORED",
}
CRITICALITY = {"minor": "LOW", "major": "MEDIUM", "severe": "HIGH"}

session = requests.Session()


def login():
    body = {"key_id": os.environ["API_KEY_ID"], "key_secret": os.environ["API_KEY_SECRET"]}
    response = session.post(f"{BASE}/login", json=body)
    response.raise_for_status()
    session.headers["Authorization"] = f"Bearer {response.json()['token']}"


def pages(path):
    page, read = 1, 0
    while True:
        response = session.get(f"{BASE}{path}", params={"page": page, "page_size": PAGE_SIZE})
        response.raise_for_status()
        body = response.json()
        yield body["items"]
        read += len(body["items"])
        page += 1
        if read >= body["total"] or not body["items"]:
            return


def to_asset(app):
    return {
        "asset_id": app["id"],
        "name": app["name"],
        "description": app["summary"],
        "criticality": CRITICALITY[app["impact"]],
        "created_on": app["created_at"],
        "owner_email": app["owner"]["email"].lower(),
        "team": app["owner"]["team"],
    }


def to_finding(issue, app):
    weakness, cvss, location = issue["weakness"], issue["cvss"], issue["location"]
    dates, scan, assignee = issue["dates"], issue["scan"], issue["assignee"] or {}
    return {
        "finding_id": f"{app['id']}:{issue['id']}",
        "asset_id": app["id"],
        "asset_name": app["name"],
        "guid": issue["guid"],
        "name": issue["title"],
        "severity": SEVERITY[issue["severity"]],
        "status": STATUS[issue["state"]],
        "description": issue["description"],
        "recommendation": issue["recommendation"],
        "is_new": issue["is_new"],
        "cwe": f"CWE-{weakness['id']}",
        "cwe_name": weakness["name"],
        "cvss_score": cvss["score"],
        "cvss_vector": cvss["vector"],
        "file": location["file"],
        "line": location["line"],
        "function_name": location["function"],
        "first_found_on": dates["first_found"],
        "last_seen_on": dates["last_seen"],
        "fixed_on": dates["resolved"],
        "scan_id": scan["id"],
        "branch": scan["branch"],
        "assignee_email": assignee["email"].lower() if assignee else None,
        "team": assignee.get("team"),
        "tags": ",".join(issue["tags"]) or None,
    }


def read_findings(app):
    return [
        json.dumps(to_finding(issue, app), ensure_ascii=False)
        for items in pages(f"/applications/{app['id']}/issues")
        for issue in items
    ]


def main(folder):
    login()
    with (
        open(os.path.join(folder, "assets.ndjson"), "w", encoding="utf-8") as assets,
        open(os.path.join(folder, "findings.ndjson"), "w", encoding="utf-8") as findings,
        ThreadPoolExecutor(4) as pool,
    ):
        for apps in pages("/applications"):
            assets.writelines(json.dumps(to_asset(app), ensure_ascii=False) + "\n" for app in apps)
            for lines in pool.map(read_findings, apps):
                findings.writelines(line + "\n" for line in lines)


main(sys.argv[1])
