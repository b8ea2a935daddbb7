import { placementFor } from '../../model/placement/placement';
import { PRESET_NAMES } from '../../model/tables/presets';
import { TRAFFIC } from '../../model/language/service-language';
import { markdownTable, page } from './markdown';

/** Where a service goes that does not say so itself. */
export function placementReference(): string {
  return page('Placement', [
    'Where a service’s database goes when the service does not state a `placement`. `shared` is one instance for each engine, `group` one for each named group, `dedicated` one of its own, and `isolated` one of its own with its own network and key.',
    markdownTable(
      ['Preset', 'Traffic', 'Without a group', 'In a group', 'Under a compliance regime'],
      PRESET_NAMES.flatMap((preset) =>
        TRAFFIC.map((traffic) => {
          const place = (group: string | undefined, compliance: readonly 'pci-dss'[]) =>
            placementFor({ preset, traffic, compliance, group }).value;
          return [
            preset,
            traffic,
            place(undefined, []),
            place('core', []),
            different(place(undefined, ['pci-dss']), place('core', ['pci-dss'])),
          ];
        }),
      ),
    ),
  ]);
}

function different(without: string, within: string): string {
  return without === within ? without : `${without}; ${within} in a group`;
}
