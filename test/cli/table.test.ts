import { stripVTControlCharacters } from 'node:util';
import { table, wrap } from '../../cli/table';

const plain = (lines: readonly string[]): string[] => lines.map(stripVTControlCharacters);

describe('table', () => {
  test('makes columns as wide as their content and wraps the last at spaces', () => {
    const columns = [
      { header: 'a' },
      { header: 'n', align: 'right' },
      { header: 'words' },
    ] as const;
    const rows = [{ cells: ['first', '7', 'one two three'] }, { cells: ['2nd', '12', 'four'] }];
    expect(plain(table(columns, rows, ' ', 24))).toEqual([
      ' a       n  words',
      ' first   7  one two',
      '            three',
      ' 2nd    12  four',
    ]);
  });

  test('prints no header line where no column has one', () => {
    expect(table([{ header: '' }], [{ cells: ['x'] }])).toEqual(['x']);
  });

  test('prints nothing but its headers where it has no rows', () => {
    expect(plain(table([{ header: 'stack' }, { header: 'what' }], []))).toEqual(['stack  what']);
  });

  test('pads by characters, not by UTF-16 units', () => {
    const rows = [{ cells: ['𠮷', 'x'] }, { cells: ['ab', 'y'] }];
    expect(table([{ header: '' }, { header: '' }], rows)).toEqual(['𠮷   x', 'ab  y']);
  });

  test('keeps a column of twelve though the line is full', () => {
    const rows = [{ cells: ['x'.repeat(30), 'one two three four'] }];
    const lines = table([{ header: '' }, { header: '' }], rows, '', 20);
    expect(lines.map((line) => line.trim().replace(/^x+\s+/, ''))).toEqual([
      'one two',
      'three four',
    ]);
  });
});

describe('wrap', () => {
  test.each([
    ['', 5, ['']],
    ['one two', 7, ['one two']],
    ['one two', 6, ['one', 'two']],
    ['incomprehensible so', 5, ['incomprehensible', 'so']],
    ['why [preset production]', 15, ['why', '[preset production]']],
    ['with `via: iam`, then', 10, ['with', '`via: iam`,', 'then']],
    ['2\nreaders by default', 10, ['2', 'readers by', 'default']],
  ])('breaks %j at %d into %j', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});
