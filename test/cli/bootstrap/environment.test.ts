import { estateFolder, SMALL_ESTATE } from '../../support/estate-folder';
import { SHIPPED, deploymentIn, googleProblemsOf, problemsOf } from '../../support/bootstrap-plan';

describe('an environment', () => {
  const awsOnly = deploymentIn(estateFolder(SMALL_ESTATE));
  const googleOnly = {
    ...SHIPPED,
    foundations: SHIPPED.foundations.filter(({ cloud }) => cloud === 'google'),
  };
  const withoutDev = {
    ...SHIPPED,
    foundations: SHIPPED.foundations.filter(
      ({ cloud, environment }) => cloud === 'aws' || environment !== 'dev',
    ),
  };

  test('that is not there', () => {
    expect(googleProblemsOf(SHIPPED, 'pord')).toEqual([
      'environment: an environment on Google Cloud is required (dev, prod or staging), got "pord". Did you mean "prod"?',
    ]);
    expect(googleProblemsOf(SHIPPED, 'production')).toEqual([
      'environment: an environment on Google Cloud is required (dev, prod or staging), got "production". Name one of them.',
    ]);
  });

  test('that is on AWS alone', () => {
    expect(googleProblemsOf(withoutDev, 'dev')).toEqual([
      'environment: an environment on Google Cloud is required (prod or staging), got "dev". It is on AWS: leave --google out.',
    ]);
    expect(googleProblemsOf(awsOnly, 'prod')).toEqual([
      'environment: an environment on Google Cloud is required, got "prod". It is on AWS: leave --google out.',
    ]);
    expect(googleProblemsOf(awsOnly, 'test')).toEqual([
      'environment: an environment on Google Cloud is required, got "test". Write `google:` below one of estate.yaml’s environments.',
    ]);
  });

  test('that is on Google Cloud alone', () => {
    expect(problemsOf(googleOnly, 'prod')).toEqual([
      'environment: an environment on AWS is required, got "prod". It is on Google Cloud: add --google.',
    ]);
  });
});
