import { texts } from '../texts.ts';

export interface NavigationNode {
  /** A pane's name, or that of a folder. */
  id: string;
  label: string;
  icon:
    | 'computer'
    | 'folder'
    | 'servers'
    | 'activity'
    | 'notifications'
    | 'properties'
    | 'connection'
    | 'logs'
    | 'practice';
  children?: NavigationNode[];
}

/** Where a node stands among its siblings, from 1, as a screen reader tells it. */
export interface NavigationPlace {
  readonly node: NavigationNode;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
}

const label = texts.navigation;

/** P-1: the nodes, in their order. A node that leads nowhere is not shown. */
export function navigationTree(practice: boolean): NavigationNode[] {
  const practiceNode: NavigationNode[] = practice ? [{ id: 'practice', label: label.practice, icon: 'practice' }] : [];
  return [
    {
      id: 'this-computer',
      label: label.thisComputer,
      icon: 'computer',
      children: [
        {
          id: 'media',
          label: label.mediaAndDeviceManagement,
          icon: 'folder',
          children: [
            {
              id: 'credentials',
              label: label.credentials,
              icon: 'folder',
              children: [{ id: 'servers', label: label.webSocketServers, icon: 'servers' }],
            },
          ],
        },
        {
          id: 'nbwss',
          label: label.nbwss,
          icon: 'folder',
          children: [
            { id: 'activity', label: label.activity, icon: 'activity' },
            { id: 'notifications', label: label.notifications, icon: 'notifications' },
            { id: 'properties', label: label.properties, icon: 'properties' },
            { id: 'netbackup', label: label.netBackupConnection, icon: 'connection' },
            { id: 'logs', label: label.logs, icon: 'logs' },
            ...practiceNode,
          ],
        },
      ],
    },
  ];
}

/** Every node by its id, with its place. */
export function placesOf(nodes: readonly NavigationNode[], level = 1): Map<string, NavigationPlace> {
  const places = new Map<string, NavigationPlace>();
  nodes.forEach((node, index) => {
    places.set(node.id, { node, level, position: index + 1, siblings: nodes.length });
    for (const [id, place] of placesOf(node.children ?? [], level + 1)) places.set(id, place);
  });
  return places;
}
