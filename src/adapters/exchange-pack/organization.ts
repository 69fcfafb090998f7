import type { Line } from './compose.ts';
import type { Organization } from './settings.ts';

/** The one line of `organization`, in the order of its columns; null where the settings tell nothing. */
export const organizationLine = (about: Organization | undefined): Line | null =>
  about
    ? [
        about.inn ?? null,
        about.name,
        about.shortName ?? null,
        about.address ?? null,
        about.principal ?? null,
        about.licence?.number ?? null,
        about.licence?.day ?? null,
        about.accreditation?.number ?? null,
        about.accreditation?.day ?? null,
        about.accreditation?.untilDay ?? null,
      ]
    : null;
