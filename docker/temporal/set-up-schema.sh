#!/bin/sh
# One shot, before the server: brings Temporal's two databases to the schema of this version. Does nothing to a current
# one. When upgrading, go one minor version at a time: this first, then the server.
set -eu
SQL_PASSWORD="$(cat /run/secrets/temporal_password)"
export SQL_PASSWORD

for database in temporal temporal_visibility; do
  [ "$database" = temporal ] && schema=temporal || schema=visibility
  set -- temporal-sql-tool --plugin postgres12 --endpoint postgres --port 5432 --user temporal --database "$database"
  "$@" setup-schema --version 0.0
  "$@" update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$schema/versioned"
done
