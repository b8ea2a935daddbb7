import { quote, type Problem } from '../model/problem';
import { containsCidr, overlaps, parseCidr } from '../model/values/cidr';

/** Every check returns what is wrong, or nothing. `place` is where the setting stands. */
type Fault = Problem | undefined;

const IMAGES = {
  aws: /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$/,
  google: /^[a-z0-9-]+-docker\.pkg\.dev\/[a-z0-9._:-]+(?:\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$/,
};
const FORMS = {
  aws: 'ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY@sha256:DIGEST',
  google: 'REGION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE@sha256:DIGEST',
};

/** An image of one’s own registry by its digest: a tag, `latest` above all, means another image tomorrow. */
export function checkImage(
  place: string,
  key: string,
  cloud: 'aws' | 'google',
  image: string,
): Fault {
  if (IMAGES[cloud].test(image)) return undefined;
  return {
    place,
    required: `${key} must be ${FORMS[cloud]}, without a tag`,
    got: quote(image),
    cure: 'Write the digest that the build’s push printed.',
  };
}

const VERSIONS = {
  // The SDKs make it: a UUID ("CreateSecret", ClientRequestToken, Secrets Manager API, read 2026-11).
  aws: { form: /^[0-9a-f][0-9a-f-]{30,62}[0-9a-f]$/i, required: 'the id of a version' },
  google: { form: /^[1-9]\d{0,9}$/, required: 'the number of a version' },
};

/** A password’s version by its own name: a stage or alias, `latest` above all, would undo a rollback. */
export function checkVersion(
  place: string,
  cloud: 'aws' | 'google',
  secret: string | null,
  version: string | undefined,
): Fault {
  const { form, required } = VERSIONS[cloud];
  if (secret === null) {
    if (version === undefined) return undefined;
    const cure = 'Leave it out: there is no password.';
    return {
      place,
      required: 'no secretVersion is allowed where login is by IAM',
      got: quote(version),
      cure,
    };
  }
  if (version !== undefined && form.test(version)) return undefined;
  return {
    place,
    required: `secretVersion must be ${required} of ${secret}`,
    got: quote(version),
    cure: 'Write the version that this release was tested with.',
  };
}

/** Direct VPC egress takes no narrower one ("Direct VPC egress with a VPC network", Cloud Run, read 2026-11). */
const NARROWEST = 26;

/** A subnet of applications: in the network, apart from the databases’ ranges and from each other. */
export function checkSubnet(
  place: string,
  text: string,
  { cidr, taken }: { readonly cidr: string; readonly taken: readonly string[] },
): Fault {
  const got = quote(text);
  const range = parseCidr(text);
  if (!range.ok)
    return { place, required: `a subnet must be ${range.required}`, got, cure: range.cure };
  if (range.value.prefix > NARROWEST) {
    const required = `a subnet must be a /${String(NARROWEST)} or wider`;
    return {
      place,
      required,
      got,
      cure: 'An instance that is replaced has two addresses for a while.',
    };
  }
  const network = parseCidr(cidr);
  if (network.ok && !containsCidr(network.value, range.value)) {
    return {
      place,
      required: `a subnet must lie inside the network ${cidr}`,
      got,
      cure: 'Take a free part of it.',
    };
  }
  const other = taken.find((each) => {
    const parsed = parseCidr(each);
    return parsed.ok && overlaps(parsed.value, range.value);
  });
  return other === undefined
    ? undefined
    : {
        place,
        required: `a subnet must lie outside ${other}, which is taken`,
        got,
        cure: 'Take a free part of the network.',
      };
}
