#!/bin/sh
# Runs once, when the database volume is new: Retally and Temporal each get a role and databases of their own, and
# neither may read the other's.
set -eu

psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 \
  --set retally_password="$(cat /run/secrets/retally_password)" \
  --set temporal_password="$(cat /run/secrets/temporal_password)" <<'SQL'
create role retally login password :'retally_password';
create role temporal login password :'temporal_password';
create database retally owner retally;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect on database retally from public;
revoke connect on database temporal from public;
revoke connect on database temporal_visibility from public;
SQL
