# Pull with a tap of the Singer SDK: python tap.py --config config.json > messages.ndjson.

import requests
from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.pagination import BasePageNumberPaginator

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


def properties(**types):
    return th.PropertiesList(*(th.Property(name, kind) for name, kind in types.items())).to_dict()


class Paginator(BasePageNumberPaginator):
    def has_more(self, response):
        body = response.json()
        return body["page"] < body["pages"]


class BenchStream(RESTStream):
    records_jsonpath = "$.items[*]"
    _token = None

    @property
    def url_base(self):
        return self.config["url"]

    @property
    def http_headers(self):
        if BenchStream._token is None:
            body = {"key_id": self.config["key_id"], "key_secret": self.config["key_secret"]}
            response = requests.post(f"{self.url_base}/login", json=body, timeout=60)
            response.raise_for_status()
            BenchStream._token = response.json()["token"]
        return {"Authorization": f"Bearer {BenchStream._token}"}

    def get_url_params(self, context, next_page_token):
        return {"page": next_page_token, "page_size": 500}

    def get_new_paginator(self):
        return Paginator(start_value=1)


class Assets(BenchStream):
    name = "assets"
    path = "/applications"
    primary_keys = ("asset_id",)
    schema = properties(
        asset_id=th.StringType,
        name=th.StringType,
        description=th.StringType,
        criticality=th.StringType,
        created_on=th.StringType,
        owner_email=th.StringType,
        team=th.StringType,
    )

    def get_child_context(self, record, context):
        return {"asset_id": record["asset_id"], "asset_name": record["name"]}

    def post_process(self, row, context=None):
        return {
            "asset_id": row["id"],
            "name": row["name"],
            "description": row["summary"],
            "criticality": CRITICALITY[row["impact"]],
            "created_on": row["created_at"],
            "owner_email": row["owner"]["email"].lower(),
            "team": row["owner"]["team"],
        }


class Findings(BenchStream):
    name = "findings"
    path = "/applications/{asset_id}/issues"
    primary_keys = ("finding_id",)
    parent_stream_type = Assets
    state_partitioning_keys = ()
    schema = properties(
        finding_id=th.StringType,
        asset_id=th.StringType,
        asset_name=th.StringType,
        guid=th.StringType,
        name=th.StringType,
        severity=th.IntegerType,
        status=th.StringType,
        description=th.StringType,
        recommendation=th.StringType,
        is_new=th.BooleanType,
        cwe=th.StringType,
        cwe_name=th.StringType,
        cvss_score=th.NumberType,
        cvss_vector=th.StringType,
        file=th.StringType,
        line=th.IntegerType,
        function_name=th.StringType,
        first_found_on=th.StringType,
        last_seen_on=th.StringType,
        fixed_on=th.StringType,
        scan_id=th.StringType,
        branch=th.StringType,
        assignee_email=th.StringType,
        team=th.StringType,
        tags=th.StringType,
    )

    def post_process(self, row, context=None):
        weakness, cvss, location = row["weakness"], row["cvss"], row["location"]
        dates, scan, assignee = row["dates"], row["scan"], row["assignee"] or {}
        return {
            "finding_id": f"{context['asset_id']}:{row['id']}",
            "asset_id": context["asset_id"],
            "asset_name": context["asset_name"],
            "guid": row["guid"],
            "name": row["title"],
            "severity": SEVERITY[row["severity"]],
            "status": STATUS[row["state"]],
            "description": row["description"],
            "recommendation": row["recommendation"],
            "is_new": row["is_new"],
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
            "tags": ",".join(row["tags"]) or None,
        }


class TapBench(Tap):
    name = "tap-bench"
    config_jsonschema = properties(url=th.StringType, key_id=th.StringType, key_secret=th.StringType)

    def discover_streams(self):
        return [Assets(self), Findings(self)]


if __name__ == "__main__":
    TapBench.cli()
