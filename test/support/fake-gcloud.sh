#!/usr/bin/env bash
# The gcloud command of a test, with a cloud of its own: the folder FAKE_CLOUD has a file for each thing (a slash in its
# name is a comma there). Every call is added to FAKE_CALLS, with the text of a document in place of its file; machine.ts
# reads it. It works on the project FAKE_ACCOUNT. Builtins alone, because a script calls this a hundred times.
set -eu

[[ $1 != --version ]] || exit 0

# Words before the first one that names a thing are the command, the last of them the verb. Options become variables:
# --key-id is $key_id, and a document is $document as well. Other words are $1, $2 and so on.
command=() words=() document=
while (($# > 0)) && [[ $1 =~ ^[a-z-]+$ && $1 != --* ]]; do
  command+=("$1")
  shift
  case ${command[*]} in
    *' create' | *' create-oidc' | *' describe' | *' update' | *' update-oidc' | *' undelete' | *-iam-policy) break ;;
    *' add-iam-policy-binding' | *' remove-iam-policy-binding' | *' enable' | *' list' | *' get-value') break ;;
  esac
done
verb=${command[${#command[@]} - 1]}
group="${command[*]::${#command[@]}-1}"
call=$group$'\x1f'$verb
project=$FAKE_ACCOUNT
for word; do
  name=word$((${#words[@]} + 1)) value=$word
  if [[ $word == --* ]]; then
    name=${word#--} value=true
    if [[ $name == *=* ]]; then
      value=${name#*=}
      name=${name%%=*}
    fi
  fi
  text=$value
  if [[ $value == /* && $value != //* ]]; then
    document=$(< "$value")
    text=file://$document
  fi
  call+=$'\x1f'$name=$text
  if [[ $word == --* ]]; then printf -v "${name//-/_}" %s "$value"; else words+=("$value"); fi
done
printf '%s\x1e' "$call" >> "$FAKE_CALLS"
set -- "${words[@]-}"

fail() {
  printf 'ERROR: (gcloud.%s.%s) %s\n' "${group// /.}" "$verb" "$1" >&2
  exit 1
}

# locate NAME...: sets file to where a thing is.
locate() {
  local at="$*"
  file=$FAKE_CLOUD/${at//\//,}
}

# need NAME...: the same for a thing that must be there.
need() {
  locate "$@"
  [[ -e $file ]] || fail "NOT_FOUND: $* was not found. This command is authenticated as the test."
}

# keep VALUE NAME...: makes a thing, or changes it.
keep() {
  locate "${@:2}"
  printf '%s\n' "$1" > "$file"
}

say() { printf '%s\n' "$(< "$file")"; }

# asked FORMAT: that the format is the one the answer has.
asked() { [[ ${format-} == "$1" ]] || fail "INVALID_ARGUMENT: unknown format ${format-}"; }

# say_members: a policy as `role|member|condition`, its last member first.
MEMBERS='value[separator="|"](bindings.role,bindings.members,bindings.condition.expression)'
say_members() {
  local line role='' pending='' rows=''
  asked "$MEMBERS"
  [[ -e $file ]] || return 0
  while read -r line; do
    case $line in
      '"role": '*) role=${line#'"role": "'} role=${role%%'"'*} ;;
      '"members": '*) pending=true ;;
      ']'*) pending='' ;;
      '"'*) if [[ -n $pending ]]; then line=${line#'"'} rows=$role'|'${line%%'"'*}'|'$'\n'$rows; fi ;;
    esac
  done < "$file"
  printf '%s' "$rows"
}

# Google knows a thing everywhere only a moment after it is made: FAKE_SLOW is refused once.
if [[ ${FAKE_SLOW-} == "$group $verb" ]]; then
  locate slow
  if [[ ! -e $file ]]; then
    keep once slow
    [[ $group != 'storage buckets' ]] ||
      fail 'HTTPError 403: Permission denied on Cloud KMS key. Please ensure that your Cloud Storage service account has been authorized to use this key.'
    fail 'INVALID_ARGUMENT: Service account it does not exist.'
  fi
fi
[[ ${FAKE_REFUSES-} != "$group $verb" ]] || fail 'PERMISSION_DENIED: as the test wants'

# set_bucket: what the options say of a bucket.
set_bucket() {
  [[ -z ${uniform_bucket_level_access-} ]] || keep True "$1 uniform"
  [[ -z ${public_access_prevention-} ]] || keep enforced "$1 public"
  [[ -z ${versioning-} ]] || keep True "$1 versioning"
  [[ -z ${soft_delete_duration-} ]] || keep $((${soft_delete_duration%d} * 86400)) "$1 soft-delete"
  [[ -z ${default_encryption_key-} ]] || keep "$default_encryption_key" "$1 key"
  [[ -z ${lifecycle_file-} ]] || keep "$document" "$1 lifecycle"
}

# part NAME...: one field, empty where there is none.
part() {
  locate "$@"
  if [[ -e $file ]]; then printf '%s' "$(< "$file")"; fi
}

# project_policy: the project's bindings with their etag, which is another one for other bindings or audit logs, in $policy.
project_policy() {
  local role member expression rows='' grants audit
  grants="roles/owner|user:owner@suzumina.example|"$'\n'$(part grants)
  audit=$(part audit)
  while IFS='|' read -r role member expression; do
    [[ -n $role ]] || continue
    rows+=${rows:+,$'\n'}'{ "role": "'$role'", "members": ["'$member'"]'
    [[ -z $expression ]] || rows+=', "condition": { "title": "本番", "expression": "'$expression'" }'
    rows+=' }'
  done <<< "$grants"
  etag=BwX${#grants}x${#audit}
  policy=$'{\n"bindings": ['$rows$'],\n"etag": "'$etag$'",\n"version": 3\n}'
}

# set_audit: the audit logs of the document, as `service|type|who is exempt`.
set_audit() {
  local line service='' type exempt rows=''
  while IFS= read -r line; do
    if [[ $line =~ \"service\":\ \"([^\"]*)\" ]]; then service=${BASH_REMATCH[1]}; fi
    if [[ $line =~ \"logType\":\ \"([^\"]*)\" ]]; then
      type=${BASH_REMATCH[1]} exempt=
      if [[ $line =~ \"exemptedMembers\":\ \[([^]]*)\] ]]; then exempt=${BASH_REMATCH[1]//[\" ]/}; fi
      rows+=$service'|'$type'|'${exempt//,/;}$'\n'
    fi
  done <<< "${document#*'"auditConfigs"'}"
  keep "${rows%$'\n'}" audit
}

case "$group $verb" in
  'config get-value') printf '%s\n' "$project" ;;
  'projects describe')
    asked 'value(projectNumber)'
    printf '424242\n'
    ;;
  'services list')
    asked 'value(config.name)'
    locate apis
    printf 'bigquery.googleapis.com\n'
    if [[ -e $file ]]; then say; fi
    ;;
  'services enable')
    locate apis
    for api; do printf '%s\n' "$api" >> "$file"; done
    ;;
  'beta services identity create')
    case $service in
      secretmanager.*) domain=gcp-sa-secretmanager ;;
      servicenetworking.*) domain=service-networking ;;
      sqladmin.*) domain=gcp-sa-cloud-sql ;;
      *) fail "INVALID_ARGUMENT: no agent of $service" ;;
    esac
    keep '' "account service-424242@$domain.iam.gserviceaccount.com"
    printf 'Service identity created\n' >&2
    ;;
  'storage service-agent') printf 'service-424242@gs-project-accounts.iam.gserviceaccount.com\n' ;;

  'kms keyrings describe') need "$1" && say ;;
  'kms keyrings create') keep ring "$1" ;;
  'kms keys describe')
    need "$1"
    [[ -z ${format-} ]] || asked 'value(rotationPeriod)'
    say
    ;;
  'kms keys create')
    need "${1%/cryptoKeys/*}"
    keep "$((${rotation_period%d} * 86400))s" "$1"
    ;;
  'kms keys update')
    need "$1"
    keep "$((${rotation_period%d} * 86400))s" "$1"
    ;;

  'storage buckets describe')
    locate "${1#gs://}"
    [[ -e $file ]] || fail "$1 not found: 404."
    case $format in
      'json(lifecycle)')
        locate "${1#gs://} lifecycle"
        if [[ -e $file ]]; then printf '{\n  "lifecycle": %s\n}\n' "$(< "$file")"; else printf '{}\n'; fi
        ;;
      'value[separator="|"](projectNumber,location,iamConfiguration.uniformBucketLevelAccess.enabled,iamConfiguration.publicAccessPrevention,versioning.enabled,softDeletePolicy.retentionDurationSeconds,encryption.defaultKmsKeyName)')
        bucket=${1#gs://}
        printf '%s|%s|%s|%s|%s|%s|%s\n' "$(part "$bucket")" "$(part "$bucket location")" "$(part "$bucket uniform")" \
          "$(part "$bucket public")" "$(part "$bucket versioning")" "$(part "$bucket soft-delete")" "$(part "$bucket key")"
        ;;
      *) asked bucket ;;
    esac
    ;;
  'storage buckets create')
    need "$default_encryption_key"
    keep 424242 "${1#gs://}"
    keep "${location^^}" "${1#gs://} location"
    set_bucket "${1#gs://}"
    # Google lets a project's editors and viewers in.
    keep '{
"role": "roles/storage.legacyObjectReader",
"members": [
"projectViewer:'"$project"'"
]
}' "${1#gs://} policy"
    ;;
  'storage buckets update')
    need "${1#gs://}"
    set_bucket "${1#gs://}"
    ;;

  'iam roles describe')
    need "role $1"
    asked 'value[separator="|"](deleted,includedPermissions)'
    printf '%s|%s\n' "$(part "role $1 deleted")" "$(part "role $1")"
    ;;
  'iam roles create') keep "${permissions//,/;}" "role $1" ;;
  'iam roles update')
    need "role $1"
    keep "${permissions//,/;}" "role $1"
    ;;
  'iam roles undelete')
    need "role $1 deleted"
    keep '' "role $1 deleted"
    ;;

  'iam service-accounts describe')
    need "account $1"
    if [[ $format == 'value(uniqueId)' ]]; then
      printf '10%s\n' "${#1}"
    else
      asked 'value(disabled)'
      say
    fi
    ;;

  # Tags are numbered, and what they are on is known by its full name.
  'resource-manager tags keys list')
    asked 'value[separator="|"](shortName,name)'
    printf 'billing|tagKeys/9\n'
    part "tags of $parent"
    ;;
  'resource-manager tags keys create') keep "$1|tagKeys/1" "tags of $parent" ;;
  'resource-manager tags values list')
    asked 'value[separator="|"](shortName,name)'
    part "values of $parent"
    ;;
  'resource-manager tags values create') keep "$1|tagValues/2" "values of $parent" ;;
  'resource-manager tags bindings list')
    asked 'value(tagValue)'
    part "bindings of $parent"
    ;;
  'resource-manager tags bindings create') keep "$tag_value" "bindings of $parent" ;;

  'alpha resource-manager liens list')
    asked 'value[separator="|"](origin,restrictions)'
    part liens
    ;;
  'alpha resource-manager liens create') keep "$origin|$restrictions" liens ;;

  'iam service-accounts create') keep '' "account $1@$project.iam.gserviceaccount.com" ;;

  'iam workload-identity-pools describe')
    need "pool $1"
    asked 'value(state)'
    say
    ;;
  'iam workload-identity-pools create') keep ACTIVE "pool $1" ;;
  'iam workload-identity-pools providers describe')
    need "pool $workload_identity_pool provider $1"
    if [[ $format == 'json(attributeMapping)' ]]; then
      attributes=$(part "pool $workload_identity_pool provider $1 attributes")
      printf '{\n  "attributeMapping": {\n    "%s": "%s"\n  }\n}\n' "${attributes%%=*}" "${attributes#*=}"
    else
      asked 'value[separator="|"](state,oidc.issuerUri,attributeCondition)'
      say
    fi
    ;;
  'iam workload-identity-pools providers '*-oidc)
    need "pool $workload_identity_pool"
    keep "ACTIVE|$issuer_uri|$attribute_condition" "pool $workload_identity_pool provider $1"
    keep "$attribute_mapping" "pool $workload_identity_pool provider $1 attributes"
    ;;

  'projects get-iam-policy')
    case $format in
      'json(bindings,etag,version)')
        project_policy
        printf '%s\n' "$policy"
        ;;
      'value[separator="|"](auditConfigs.service,auditConfigs.auditLogConfigs.logType,auditConfigs.auditLogConfigs.exemptedMembers)')
        # With nothing to flatten, gcloud prints a row of nothing.
        locate audit
        if [[ -e $file ]]; then say; else printf '||\n'; fi
        ;;
      *)
        asked "$MEMBERS"
        printf 'roles/owner|user:owner@suzumina.example|\n'
        locate grants
        if [[ -e $file ]]; then say; fi
        ;;
    esac
    ;;
  # Somebody else grants a role in between, FAKE_MEDDLING once or always.
  'projects set-iam-policy')
    locate meddled
    if [[ ${FAKE_MEDDLING-} == always || (${FAKE_MEDDLING-} == once && ! -e $file) ]]; then
      keep once meddled
      keep "$(part grants)"$'\n''roles/viewer|user:other@suzumina.example|' grants
    fi
    project_policy
    [[ $document == *'"etag": "'"$etag"'"'* ]] ||
      fail "Resource in projects [$1:setIamPolicy] is the subject of a conflict: There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff."
    [[ $document == "${policy%\}}"* ]] || fail "INVALID_ARGUMENT: bindings are lost"
    set_audit
    printf '%s\n' "$etag"
    ;;
  'projects add-iam-policy-binding')
    [[ $member != serviceAccount:* ]] || need "account ${member#serviceAccount:}"
    [[ $role != projects/* ]] || need "role ${role##*/}"
    expression=''
    if [[ -n $document ]]; then
      expression=${document#*'"expression": "'}
      expression=${expression%'"}'}
    fi
    locate grants
    printf '%s|%s|%s\n' "$role" "$member" "$expression" >> "$file"
    ;;
  'projects remove-iam-policy-binding')
    need grants
    left=$(while IFS= read -r line; do [[ $line == "$role|$member|"* ]] || printf '%s\n' "$line"; done < "$file")
    keep "$left" grants
    ;;

  *' get-iam-policy')
    thing=${1#gs://}
    [[ $group != 'iam service-accounts' ]] || thing="account $1"
    need "$thing"
    locate "$thing policy"
    say_members
    ;;
  *' set-iam-policy')
    thing=${1#gs://}
    [[ $group != 'iam service-accounts' ]] || thing="account $1"
    need "$thing"
    keep "$document" "$thing policy"
    ;;

  *) fail 'INVALID_ARGUMENT: unknown verb' ;;
esac
