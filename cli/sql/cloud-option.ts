import { Option } from 'commander';
import { CLOUDS } from '../../model/access/identity';

/** `--cloud aws` or `google`, where both have an instance of the name. */
export function cloudOption(): Option {
  return new Option('--cloud <cloud>', 'where both clouds have an instance of the name').choices([
    ...CLOUDS,
  ]);
}
