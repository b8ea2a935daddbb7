/** Asking gcloud, and writing only what differs. Fixed text: nothing of the estate is in it. */
export const HELPERS = `# attempt AGAIN COMMAND...: what it says in $answer, or why not in $said. Where the reason matches AGAIN, it is tried for a
# minute: Google takes that long to know everywhere what was made a moment ago.
attempt() {
  local again=$1 tries=0
  shift
  until said=$("$@" 2>&1 > "$work/answer"); do
    [[ $said =~ $again ]] || return 1
    ((++tries < 7)) || return 1
    ((tries > 1)) || printf 'waiting    for Google to know what was made\\n'
    sleep 10
  done
  answer=$(< "$work/answer")
}

# there COMMAND...: whether what a command asks for is there. Any other failure stops.
there() {
  if attempt 'SERVICE_DISABLED|has not been used' "$@"; then return 0; fi
  case $said in
    *NOT_FOUND* | *'not found: 404'*) return 1 ;;
  esac
  refused "$@"
}

# must COMMAND...: a command that has to succeed. Cloud Storage may not know yet that it may use a key.
must() {
  attempt 'SERVICE_DISABLED|has not been used|NOT_FOUND|does not exist|Permission denied on Cloud KMS key' "$@" ||
    refused "$@"
}

refused() {
  printf '%s\\n' "$said" >&2
  stop "refused: $*"
}

# enable API...: those that are not enabled.
enable() {
  local api missing=()
  must gcloud services list --enabled --project="$project" --format='value(config.name)'
  for api; do
    case $'\\n'$answer$'\\n' in
      *$'\\n'"$api"$'\\n'*) ;;
      *) missing+=("$api") ;;
    esac
  done
  if ((\${#missing[@]} == 0)); then
    printf 'unchanged  %s APIs\\n' "$#"
    return
  fi
  must gcloud services enable "\${missing[@]}" --project="$project"
  printf 'enabled    %s\\n' "\${missing[@]}"
}

# settle_policy WHAT GET... -- SET...: puts the policy in $work/policy.json where the members that are there are not those
# of $work/members.
settle_policy() {
  local what=$1 get=()
  shift
  while [[ $1 != -- ]]; do
    get+=("$1")
    shift
  done
  shift
  must "\${get[@]}" --flatten='bindings[].members' \\
    --format='value[separator="|"](bindings.role,bindings.members,bindings.condition.expression)'
  if [[ $(sort -u <<< "$answer") == "$(sort "$work/members")" ]]; then
    printf 'unchanged  %s\\n' "$what"
    return
  fi
  must "$@"
  printf 'written    %s\\n' "$what"
}
`;
