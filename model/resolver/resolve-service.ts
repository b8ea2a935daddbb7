import { decide } from '../decision';
import type { DeployedService } from '../deployment/facts';
import type { ServiceFile } from '../language/load-estate';
import { databaseOf } from '../placement/place-services';

/** A service on its instance: what its file says, and the parts that were resolved with the instance. */
export function deployService(
  { statement, at, file }: ServiceFile,
  parts: Pick<
    DeployedService,
    'data' | 'personalTables' | 'pool' | 'contents' | 'limits' | 'access' | 'contract'
  >,
): DeployedService {
  return {
    service: statement.service,
    id: statement.id ?? statement.service,
    owner: statement.owner,
    place: at('service') ?? file,
    database: decide(
      databaseOf({ statement }),
      statement.database === undefined ? '<first name>_service_db' : 'the service says so',
      at('database') ?? at('id') ?? 'naming rule',
    ),
    ...parts,
  };
}
