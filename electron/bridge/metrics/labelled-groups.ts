/** The most groups that have series of their own: a few series for each of thousands would cost more than they tell. */
export const maxLabelledGroups = 1_000;
/** Label of all others together. */
export const otherGroups = '(other groups)';

/**
 * Gives each group its label: the first {@link maxLabelledGroups} in the order in which their endpoints were added are told apart, so that
 * a series stays what it was as long as the group is there.
 */
export function labelGroups(groupIds: Iterable<string>): (groupId: string) => string {
  const labelled = new Set<string>();
  for (const groupId of groupIds) {
    if (labelled.size === maxLabelledGroups) break;
    labelled.add(groupId);
  }
  return (groupId) => (labelled.has(groupId) ? groupId : otherGroups);
}
