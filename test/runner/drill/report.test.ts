import { judge, sayReport } from '../../../runner/drill/report';
import { metricLine, structuredLine } from '../../../runner/drill/report-lines';
import { awsOrder } from './orders';

const MINUTE = 60_000;
const LOST = {
  ...{ place: 'prod-aws-order-recovery', required: 'the database order_db must be in the copy' },
  ...{ got: 'none', cure: 'See.' },
};

describe('what is measured', () => {
  it('passes at its limits', () => {
    const report = judge(awsOrder(), { rto: 60 * MINUTE, rpo: 30 * MINUTE }, []);
    expect(report).toEqual({
      ...{ instance: 'suzumina-prod-order', mechanism: 'replicated-backups', outcome: 'passed' },
      ...{ rtoSeconds: 3600, rpoSeconds: 1800, problems: [] },
    });
  });

  it.each([
    [
      'too long',
      { rto: 60 * MINUTE + 1, rpo: 0 },
      'the rto must be shown to be 3600 seconds or less, got 3601 seconds',
    ],
    [
      'too much lost',
      { rto: 0, rpo: 31 * MINUTE },
      'the rpo must be shown to be 1800 seconds or less, got 1860 seconds',
    ],
    [
      'nothing measured',
      { rto: 0, rpo: null },
      'the rpo must be shown to be 1800 seconds or less, got no measure',
    ],
  ])('fails with %s', (_case, measured, said) => {
    const report = judge(awsOrder(), measured, []);
    expect(report.outcome).toBe('failed');
    expect(sayReport(report)).toContain(said);
  });

  it('fails with what is missing, however quick it was', () => {
    expect(judge(awsOrder(), { rto: 0, rpo: 0 }, [LOST]).outcome).toBe('failed');
  });

  it('is not held against limits that nobody set, nor a replica’s lag against the drill', () => {
    const free = awsOrder({ rto: null, rpo: null });
    expect(judge(free, { rto: 999 * MINUTE, rpo: null }, []).outcome).toBe('passed');
    const replica = awsOrder({ mechanism: 'recovery-replica' });
    expect(judge(replica, { rto: 0, rpo: null }, []).outcome).toBe('passed');
  });
});

describe('the line of the log', () => {
  const passed = judge(awsOrder({ rpo: null }), { rto: 61_000, rpo: null }, []);
  const failed = judge(awsOrder(), { rto: 61_000, rpo: 5000 }, [LOST]);

  it('gives CloudWatch its metrics, and none for what was not measured', () => {
    const line = JSON.parse(metricLine(passed, 1_795_000_000_000)) as Record<string, unknown>;
    expect(line).toEqual({
      _aws: {
        Timestamp: 1_795_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Kura/Recovery',
            Dimensions: [['Instance', 'Mechanism']],
            Metrics: [
              { Name: 'DrillFailed', Unit: 'Count' },
              { Name: 'DrillRto', Unit: 'Seconds' },
            ],
          },
        ],
      },
      ...{ Instance: 'suzumina-prod-order', Mechanism: 'replicated-backups' },
      ...{ DrillFailed: 0, DrillRto: 61 },
    });
  });

  it('says why a drill failed', () => {
    const problem = `prod-aws-order-recovery: ${LOST.required}, got none. See.`;
    expect(JSON.parse(metricLine(failed, 0))).toMatchObject({
      DrillFailed: 1,
      DrillRpo: 5,
      problem,
    });
    expect(JSON.parse(structuredLine(failed))).toEqual({
      ...{ severity: 'ERROR', message: 'drill' },
      drill: {
        ...{ instance: 'suzumina-prod-order', mechanism: 'replicated-backups', outcome: 'failed' },
        ...{ rtoSeconds: 61, rpoSeconds: 5, problem },
      },
    });
    expect(JSON.parse(structuredLine(passed))).toMatchObject({ severity: 'INFO' });
  });
});
