#!/usr/bin/env bash
# The aws command of a test, with a cloud of its own: the folder FAKE_CLOUD has a file for each thing (a slash in its name
# is a comma there). Every call is added to FAKE_CALLS, with the text of a document in place of its file; machine.ts reads
# it. Builtins alone, because a script calls this a hundred times.
set -eu

[[ $1 != --version ]] || exit 0
service=$1 verb=$2
shift 2

# Options become variables: --key-id is $key_id, and a document is $document as well.
document=
call=$service$'\x1f'$verb
while (($# > 0)); do
  name=${1#--} value=true
  if (($# > 1)) && [[ $2 != --* ]]; then
    value=$2
    shift
  fi
  shift
  if [[ $value == file://* ]]; then
    document=$(< "${value#file://}")
    value=file://$document
  fi
  printf -v "${name//-/_}" %s "$value"
  call+=$'\x1f'$name=$value
done
printf '%s\x1e' "$call" >> "$FAKE_CALLS"

fail() {
  printf '\nAn error occurred (%s) when calling the %s operation: as the test wants\n' "$1" "$verb" >&2
  exit 254
}

# locate NAME...: sets file to where a thing is.
locate() {
  local at="$*"
  file=$FAKE_CLOUD/${at//\//,}
}

# need CODE NAME...: the same for a thing that must be there.
need() {
  locate "${@:2}"
  [[ -e $file ]] || fail "$1"
}

# keep VALUE NAME...: makes a thing, or changes it.
keep() {
  locate "${@:2}"
  printf '%s\n' "$1" > "$file"
}

# AWS returns documents with other white space than they came with: indented deeper, or in one line.
say_indented() {
  local text
  text=$(< "$file")
  printf '%s\n' "${text//  /    }"
}
say_line() {
  local text="" line
  while read -r line; do text+=$line; done < "$file"
  printf '%s\n' "${text//\": /\":}"
}

[[ ${FAKE_REFUSES-} != "$service $verb" ]] || fail AccessDenied

case "$service $verb" in
  'sts get-caller-identity') printf '%s\n' "$FAKE_ACCOUNT" ;;

  'kms list-aliases')
    query=${query#*"=='"}
    locate "$region ${query%%"'"*}"
    if [[ -e $file ]]; then say_line; else echo; fi
    ;;
  'kms create-key')
    things=("$FAKE_CLOUD"/*)
    printf -v id '00000000-0000-4000-8000-%012d' "${#things[@]}"
    keep "$document" "$region key $id policy"
    keep False "$region key $id rotates"
    printf '%s\n' "$id"
    ;;
  'kms create-alias') keep "$target_key_id" "$region $alias_name" ;;
  'kms describe-key')
    need NotFoundException "$region key ${key_id##*/} policy"
    printf 'arn:aws:kms:%s:%s:key/%s\n' "$region" "$FAKE_ACCOUNT" "${key_id##*/}"
    ;;
  'kms get-key-policy')
    need NoSuchEntity "$region key ${key_id##*/} policy"
    say_line
    ;;
  'kms put-key-policy')
    need NoSuchEntity "$region key ${key_id##*/} policy"
    keep "$document" "$region key ${key_id##*/} policy"
    ;;
  'kms get-key-rotation-status')
    need NoSuchEntity "$region key ${key_id##*/} rotates"
    say_line
    ;;
  'kms enable-key-rotation')
    need NoSuchEntity "$region key ${key_id##*/} rotates"
    keep True "$region key ${key_id##*/} rotates"
    ;;

  's3api head-bucket') need 404 "$bucket" ;;
  's3api create-bucket') keep true "$bucket" ;;
  's3api put-'*) keep "$document" "$bucket ${verb#put-}" ;;
  's3api get-bucket-policy')
    need NoSuchEntity "$bucket bucket-policy"
    say_line
    ;;
  's3api get-bucket-versioning')
    # Of a bucket that never had any, nothing.
    locate "$bucket bucket-versioning"
    if [[ -e $file ]]; then say_indented; else echo; fi
    ;;
  's3api get-'*)
    need NoSuchEntity "$bucket ${verb#get-}"
    say_indented
    ;;

  'iam get-role')
    need NoSuchEntity "role $role_name"
    say_indented
    ;;
  'iam create-role') keep "$document" "role $role_name" ;;
  'iam update-assume-role-policy')
    need NoSuchEntity "role $role_name"
    keep "$document" "role $role_name"
    ;;
  'iam list-attached-role-policies')
    need NoSuchEntity "role $role_name"
    query=${query#*"=='"}
    arn=${query%%"'"*}
    locate "role $role_name has $arn"
    if [[ -e $file ]]; then printf '%s\n' "$arn"; else echo; fi
    ;;
  'iam attach-role-policy')
    need NoSuchEntity "role $role_name"
    keep true "role $role_name has $policy_arn"
    ;;
  'iam create-policy')
    arn=arn:aws:iam::$FAKE_ACCOUNT:policy$path$policy_name
    keep v1 "$arn"
    keep "$document" "$arn v1"
    ;;
  'iam '*-open-id-connect-provider)
    if [[ $verb == create-* ]]; then
      keep true "arn:aws:iam::$FAKE_ACCOUNT:oidc-provider/${url#https://}"
    else
      need NoSuchEntity "$open_id_connect_provider_arn"
    fi
    ;;
  'iam get-policy' | 'iam '*-policy-version*)
    # The versions that there are, oldest first; the newest is the one that counts.
    need NoSuchEntity "$policy_arn"
    read -ra versions < "$file"
    newest=${versions[${#versions[@]} - 1]}
    case $verb in
      get-policy) printf '%s\n' "$newest" ;;
      get-policy-version)
        need NoSuchEntity "$policy_arn $version_id"
        say_indented
        ;;
      list-policy-versions) printf '%s\t%s\n' "${#versions[@]}" "${versions[0]}" ;;
      delete-policy-version)
        need NoSuchEntity "$policy_arn $version_id"
        rm "$file"
        left=" ${versions[*]} "
        keep "${left/" $version_id "/ }" "$policy_arn"
        ;;
      create-policy-version)
        ((${#versions[@]} < 5)) || fail LimitExceeded
        keep "${versions[*]} v$((${newest#v} + 1))" "$policy_arn"
        keep "$document" "$policy_arn v$((${newest#v} + 1))"
        ;;
      *) fail UnknownVerb ;;
    esac
    ;;

  *) fail UnknownVerb ;;
esac
