import { sayProblem } from '../../../model/problem';
import { declaredText, declareState } from '../../../model/sql/declare';
import { tooLargeStates } from '../../../model/sql/state-size';
import { access, instance } from '../../support/aws-deployment';
import { service } from '../../support/service';

const holding = (count: number) =>
  instance('shared', {
    services: Array.from({ length: count }, (_, i) => {
      const name = `service-${String(i).padStart(4, '0')}`;
      return service(name, [
        access(`${name}-api`),
        access(`${name}-migrate`, { role: 'migrator' }),
      ]);
    }),
  });

test('an instance of 300 services can be declared to its runner', () => {
  expect(tooLargeStates([holding(300)])).toEqual([]);
});

test('one that the schedule cannot tell its runner of is refused', () => {
  const much = holding(600);
  const kilobytes = Math.ceil(declaredText(declareState(much)).length / 1024);
  expect(kilobytes).toBeGreaterThan(256);
  expect(tooLargeStates([much]).map(sayProblem)).toEqual([
    `services/service-0000.yaml:1:10: what prod-aws-shared holds must be 256 KB at most when it is declared to its runner, got ${String(kilobytes)} KB of 600 services. Place some of its services on another instance.`,
  ]);
});
