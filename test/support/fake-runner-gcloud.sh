#!/usr/bin/env bash
# The gcloud command of a test of `kura sql apply`: it is logged in as FAKE_ACCOUNT where that is set, and where FAKE_ERROR is
# set its job ends with it. Every call of the job is added to FAKE_CALLS.
set -eu

case "$*" in
  'auth list '*) printf '%s\n' "${FAKE_ACCOUNT-}" ;;
  'run jobs execute '*)
    printf '%s' "$*" >> "$FAKE_CALLS"
    if [[ -n ${FAKE_ERROR-} ]]; then
      printf 'Creating execution...failed\nERROR: (gcloud.run.jobs.execute) %s\nView details by running: gcloud run\n' "$FAKE_ERROR" >&2
      exit 1
    fi
    ;;
  *) exit 2 ;;
esac
