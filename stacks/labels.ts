/** Write-only arguments, ephemeral resources and S3's own locking: all there from 1.11. */
export const TERRAFORM = '>= 1.11.0';

/** What every resource of a stack is marked with. */
export interface Labels {
  readonly organisation: string;
  readonly environment: string;
  /** Who answers for what is in the stack. */
  readonly owners: readonly string[];
}
