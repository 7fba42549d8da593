#!/usr/bin/env bash
# Tries a replica set before it is used: scripts/cluster-check.sh 'mongodb://USER:PASSWORD@HOST1,HOST2,HOST3/'
# Its user must be allowed to make and drop the databases suanpan_test_*. Nothing else there is touched.
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ ! "${1:-}" =~ ^mongodb(\+srv)?:// ]]; then
  sed -n '2,3s/^# //p' "$0" >&2
  exit 2
fi
export MONGODB_URL="$1" CI=1
npx vitest run --project mongo --project mongo-stories
echo "The cluster does what the bot needs."
