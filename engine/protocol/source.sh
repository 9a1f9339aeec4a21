#!/bin/sh
# Runs the connector of an image with the arguments of an Airbyte source: read --config … --catalog … --state …
command=$1
shift
exec node --max-semi-space-size=8 /mapwright/engine/cli/main.js airbyte "$command" /connector "$@"
