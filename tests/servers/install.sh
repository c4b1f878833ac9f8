#!/usr/bin/env bash
# Install what the tests of a bank on a server need (Debian or Ubuntu): PostgreSQL's own programs. The tests start a private
# server of their own in a temporary folder, or use the one DRAFTER_TEST_POSTGRES names (postgresql://user@host, with the right
# to make databases). Where apt is not there, or we may not use it, nothing is done and those tests skip.
set -u
if [ -n "${DRAFTER_TEST_POSTGRES:-}" ]; then echo "servers: DRAFTER_TEST_POSTGRES is set"; exit 0; fi
found() { ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb; }
if ! found >/dev/null; then
    command -v apt-get >/dev/null 2>&1 || { echo "servers: no apt-get; tests of PostgreSQL will skip"; exit 0; }
    [ "$(id -u)" = 0 ] || { echo "servers: not root; tests of PostgreSQL will skip unless it is there"; exit 0; }
    apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null ||
        { echo "servers: apt-get failed; tests of PostgreSQL will skip"; exit 0; }
fi
echo "servers: $(found | tail -1)"
