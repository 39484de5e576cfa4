import type { DroppedItems } from '../endpoint-import/dropped-items.ts';
import type { Place } from '../masters/place.ts';

/** The dialog that is open; at most one, beside those that a dialog opens itself. */
export type OpenDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'new-server' }
  | { readonly kind: 'import'; readonly items: DroppedItems }
  | { readonly kind: 'import-refused'; readonly reason: string }
  | {
      readonly kind: 'renew' | 'accept-certificate' | 'view-certificate' | 'command-policy' | 'diagnose';
      readonly hostName: string;
    }
  | { readonly kind: 'delete'; readonly hosts: readonly string[] }
  | { readonly kind: 'leave'; readonly to: Place }
  | { readonly kind: 'add-master' }
  | { readonly kind: 'edit-master' | 'rename-master' | 'accept-master' | 'remove-master'; readonly id: string }
  | { readonly kind: 'columns' | 'export-list' | 'troubleshooting' | 'shortcuts' | 'about' };
