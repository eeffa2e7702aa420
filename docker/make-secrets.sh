#!/bin/sh
# Makes the secrets docker-compose.yml reads, in docker/secrets/ (git-ignored): random passwords for the three database
# roles. What exists is kept. The Genesys Cloud credentials are yours to write, see below.
#
# Containers run as other users than you, so the files are readable by all; the folder lets only you in.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
umask 022

random() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

for role in postgres retally temporal; do
  file="secrets/${role}_password"
  [ -s "$file" ] || random > "$file"
done

printf 'postgres://retally:%s@postgres:5432/retally' "$(cat secrets/retally_password)" > secrets/database_url

for credential in genesys_client_id genesys_client_secret; do
  if [ ! -s "secrets/$credential" ]; then
    echo "Write your Genesys Cloud OAuth client's value into docker/secrets/$credential (no line break)." >&2
    missing=yes
  fi
done
for setting in GENESYS_REGION GENESYS_ORGANISATION; do
  if ! grep -q "^$setting=." ../.env 2> /dev/null; then
    echo "Write a line $setting=… into .env beside docker-compose.yml; it is no secret, but every command needs it." >&2
    missing=yes
  fi
done
[ -z "${missing:-}" ] || exit 1
echo 'All secrets and settings are there.'
