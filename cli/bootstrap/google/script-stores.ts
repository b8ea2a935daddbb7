/** Keys and buckets of state. Fixed text: nothing of the estate is in it. */
export const STORES = `# settle_key RING KEY: a key for encryption that rotates, in a ring.
settle_key() {
  local ring=$1 key=$2 rotation=(--rotation-period=90d --next-rotation-time=+p90d)
  if ! there gcloud kms keyrings describe "$ring"; then
    must gcloud kms keyrings create "$ring"
    printf 'made       key ring %s\\n' "$ring"
  fi
  if ! there gcloud kms keys describe "$key" --format='value(rotationPeriod)'; then
    must gcloud kms keys create "$key" --purpose=encryption "\${rotation[@]}"
    printf 'made       key %s\\n' "$key"
  elif [[ $answer != 7776000s ]]; then
    must gcloud kms keys update "$key" "\${rotation[@]}"
    printf 'written    rotation of key %s\\n' "$key"
  fi
}

# settle_bucket BUCKET LOCATION KEY: a bucket of this project, encrypted, closed, and with its old versions kept.
settle_bucket() {
  local bucket=$1 location=$2 key=$3 owner where uniform public versions kept encrypted
  local fields='projectNumber,location,iamConfiguration.uniformBucketLevelAccess.enabled,iamConfiguration.publicAccessPrevention'
  fields+=,versioning.enabled,softDeletePolicy.retentionDurationSeconds,encryption.defaultKmsKeyName
  local describe=(gcloud storage buckets describe "gs://$bucket" --raw)
  if ! there "\${describe[@]}" --format="value[separator=\\"|\\"]($fields)"; then
    must gcloud storage buckets create "gs://$bucket" --project="$project" --location="$location" \\
      --default-encryption-key="$key" --uniform-bucket-level-access --public-access-prevention --soft-delete-duration=30d
    printf 'made       bucket %s\\n' "$bucket"
    must "\${describe[@]}" --format="value[separator=\\"|\\"]($fields)"
  fi
  IFS='|' read -r owner where uniform public versions kept encrypted <<< "$answer"
  [[ $owner == "$number" ]] || stop "bucket $bucket is another project’s: write another state.bucket"
  [[ $where == "$(tr '[:lower:]' '[:upper:]' <<< "$location")" ]] || stop "bucket $bucket is in $where, wanted: $location"
  settle_setting "$bucket" 'uniform access' "$uniform" True --uniform-bucket-level-access
  settle_setting "$bucket" 'public access prevention' "$public" enforced --public-access-prevention
  settle_setting "$bucket" versioning "$versions" True --versioning
  settle_setting "$bucket" 'soft delete' "$kept" 2592000 --soft-delete-duration=30d
  settle_setting "$bucket" encryption "$encrypted" "$key" --default-encryption-key="$key"
  must "\${describe[@]}" --format='json(lifecycle)'
  settle_setting "$bucket" lifecycle "$(tr -d '[:space:]' <<< "$answer")" \\
    "{\\"lifecycle\\":$(tr -d '[:space:]' < "$work/lifecycle.json")}" --lifecycle-file="$work/lifecycle.json"
}

# settle_setting BUCKET WHAT IS WANTED FLAG: one setting of a bucket.
settle_setting() {
  if [[ $3 == "$4" ]]; then
    printf 'unchanged  %s of %s\\n' "$2" "$1"
    return
  fi
  must gcloud storage buckets update "gs://$1" "$5"
  printf 'written    %s of %s\\n' "$2" "$1"
}
`;
