# Pull with dlt's rest_api source: python pull.py <folder>.

import os
import sys

import dlt
from dlt.sources.helpers import requests
from dlt.sources.rest_api import rest_api_resources

BASE = os.environ["API_URL"]
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


def to_finding(issue):
    weakness, cvss, location = issue["weakness"], issue["cvss"], issue["location"]
    dates, scan, assignee = issue["dates"], issue["scan"], issue["assignee"] or {}
    return {
        "finding_id": f"{issue['_assets_asset_id']}:{issue['id']}",
        "asset_id": issue["_assets_asset_id"],
        "asset_name": issue["_assets_name"],
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


def login():
    body = {"key_id": os.environ["API_KEY_ID"], "key_secret": os.environ["API_KEY_SECRET"]}
    return requests.post(f"{BASE}/login", json=body).json()["token"]


@dlt.source
def bench():
    yield from rest_api_resources(
        {
            "client": {
                "base_url": BASE,
                "auth": {"type": "bearer", "token": login()},
                "paginator": {"type": "page_number", "base_page": 1, "total_path": "pages"},
            },
            "resource_defaults": {
                "parallelized": True,
                "endpoint": {"data_selector": "items", "params": {"page_size": 500}},
            },
            "resources": [
                {
                    "name": "assets",
                    "endpoint": {"path": "applications"},
                    "columns": [{"name": "created_on", "data_type": "text"}],
                    "processing_steps": [{"map": to_asset}],
                },
                {
                    "name": "findings",
                    "endpoint": {"path": "applications/{resources.assets.asset_id}/issues"},
                    "include_from_parent": ["asset_id", "name"],
                    # Without types, dlt writes these times with another offset, and scores that are not whole numbers
                    # to a second column.
                    "columns": [
                        {"name": "first_found_on", "data_type": "text"},
                        {"name": "last_seen_on", "data_type": "text"},
                        {"name": "fixed_on", "data_type": "text"},
                        {"name": "cvss_score", "data_type": "double"},
                    ],
                    "processing_steps": [{"map": to_finding}],
                },
            ],
        }
    )


pipeline = dlt.pipeline(
    pipeline_name="bench",
    pipelines_dir=os.path.join(sys.argv[1], "state"),
    destination=dlt.destinations.filesystem(bucket_url=os.path.join(sys.argv[1], "out")),
    dataset_name="bench",
)
pipeline.run(bench(), loader_file_format="jsonl")
