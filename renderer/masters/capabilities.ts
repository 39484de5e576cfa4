import type { Capabilities } from '../../shared/master-capabilities.ts';

/** Whether endpoints can be added in any way. */
export const canAdd = ({ addFromFile, addFromUrl }: Capabilities): boolean => addFromFile || addFromUrl;
