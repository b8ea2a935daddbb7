#!/usr/bin/env bash
# The gcloud command of a test of `kura sql apply` and `kura drill`: it is logged in as FAKE_ACCOUNT where that is set, describes a
# job as FAKE_JOB, and reads FAKE_LOG. FAKE_MISSING, FAKE_REFUSED and FAKE_ERROR, where they are set, are what describing, bringing and running end with.
# Every call is added to FAKE_CALLS, and what is brought is kept beside it under its name in the bucket.
set -eu

fail() {
  printf 'Working...failed\nERROR: (gcloud.%s) %s\nView details by running: gcloud run\n' "$1" "$2" >&2
  exit 1
}

printf '%s\n' "$*" >> "$FAKE_CALLS"
case "$*" in
  'auth list '*) printf '%s\n' "${FAKE_ACCOUNT-}" ;;
  'run jobs describe '*)
    [[ -z ${FAKE_MISSING-} ]] || fail run.jobs.describe "$FAKE_MISSING"
    printf '%s\n' "${FAKE_JOB-}"
    ;;
  'storage cp '*)
    [[ -z ${FAKE_REFUSED-} ]] || fail storage.cp "$FAKE_REFUSED"
    cp -p "$4" "${FAKE_CALLS%/*}/${5##*/}"
    ;;
  'run jobs execute '*)
    [[ -z ${FAKE_ERROR-} ]] || fail run.jobs.execute "$FAKE_ERROR"
    ;;
  'logging read '*) printf '%s\n' "${FAKE_LOG-[]}" ;;
  *) exit 2 ;;
esac
