"""Reads a source with PyAirbyte into DuckDB: checks it, reads everything, then reads again.

Prints, for each read, the number of records by stream, and the keys of the rows in the cache afterwards.
"""

import json
import sys

import airbyte
from airbyte.caches import DuckDBCache


def read(source, cache):
    counts = {}
    result = source.read(cache=cache)
    for name, dataset in result.streams.items():
        key = source.get_configured_catalog().streams
        [path] = next(one.primary_key for one in key if one.stream.name == name)
        counts[name] = sorted(row[path[0].lower()] for row in dataset)
    return {"records": result.processed_records, "keys": counts}


def main(executable, config_file, database):
    with open(config_file, encoding="utf-8") as file:
        config = json.load(file)
    source = airbyte.get_source("source-mapwright", local_executable=executable, config=config, install_if_missing=False)
    source.check()
    source.select_all_streams()
    cache = DuckDBCache(db_path=database)
    print("RESULT " + json.dumps([read(source, cache), read(source, cache)]))


main(*sys.argv[1:])
