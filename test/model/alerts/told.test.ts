import type { Channel } from '../../../model/alerts/routes';
import { isElsewhere, reaches, toldInProject, toldInRegion } from '../../../model/alerts/told';

const TOPIC = 'arn:aws:sns:ap-northeast-1:333333333333:chat';
const CHANNEL = 'projects/acme-prod/notificationChannels/1';
const CHANNELS: readonly Channel[] = [
  { kind: 'email', name: 'dba@acme.example', existing: [] },
  {
    kind: 'chat',
    name: 'chat',
    existing: [TOPIC, 'arn:aws:sns:ap-northeast-3:333333333333:chat', CHANNEL],
  },
];

test('in a region its topics are told, and whoever has an address', () => {
  expect(toldInRegion(CHANNELS, 'ap-northeast-1')).toEqual({
    emails: ['dba@acme.example'],
    existing: [TOPIC],
  });
});

test('in a project its channels are told, and of no other whose name begins so', () => {
  const { existing } = toldInProject(CHANNELS, 'acme-prod');
  expect(existing).toEqual([CHANNEL]);
  expect(toldInProject(CHANNELS, 'acme').existing).toEqual([]);
});

test('a channel that is named twice is told once', () => {
  const twice = toldInRegion([...CHANNELS, ...CHANNELS], 'ap-northeast-1');
  expect(twice).toEqual(toldInRegion(CHANNELS, 'ap-northeast-1'));
});

test('nobody is reached by a channel that is in another region', () => {
  const [, chat] = CHANNELS;
  expect(reaches(toldInRegion(chat ? [chat] : [], 'us-east-1'))).toBe(false);
  expect(reaches(toldInRegion(CHANNELS, 'us-east-1'))).toBe(true);
});

test('a topic is another account’s by its ARN', () => {
  expect(isElsewhere(TOPIC, '333333333333')).toBe(false);
  expect(isElsewhere(TOPIC, '444444444444')).toBe(true);
});
