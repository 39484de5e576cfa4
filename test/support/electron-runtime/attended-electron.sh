#!/bin/sh
# Electron with hold-ready.cjs, in the place of the executable: Playwright puts its own flags before all others.
exec "$NBWSS_TEST_ATTENDED" -r "$(dirname "$0")/hold-ready.cjs" "$@"
