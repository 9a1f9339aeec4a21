"""Validates Airbyte messages from standard input with the protocol's own models, and records with the catalog's schemas.

Prints the number of messages by type. Ends with an error at the first message that is not valid.
"""

import json
import sys
from collections import Counter

from airbyte_protocol.models import AirbyteMessage, ConfiguredAirbyteCatalog, Type
from jsonschema import Draft7Validator


def refuse_unknown_fields(model, path):
    """The models accept unknown fields; a misspelled one must not pass."""
    for name, value in (model.model_extra or {}).items():
        if path[-1] != "stream_state":
            raise ValueError(f"unknown field {name} in {'.'.join(path)}: {value}")
    for name in model.__class__.model_fields:
        value = getattr(model, name)
        if hasattr(value, "model_extra"):
            refuse_unknown_fields(value, [*path, name])


def main(catalog_file):
    with open(catalog_file, encoding="utf-8") as file:
        catalog = ConfiguredAirbyteCatalog.model_validate_json(file.read())
    validators = {}
    for configured in catalog.streams:
        Draft7Validator.check_schema(configured.stream.json_schema)
        validators[configured.stream.name] = Draft7Validator(configured.stream.json_schema)
    counts = Counter()
    for line in sys.stdin:
        message = AirbyteMessage.model_validate_json(line)
        refuse_unknown_fields(message, ["message"])
        if message.type == Type.RECORD:
            validators[message.record.stream].validate(message.record.data)
        counts[message.type.value] += 1
    print(json.dumps(counts))


main(sys.argv[1])
