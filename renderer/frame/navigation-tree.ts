import type { Capabilities } from '../../shared/master-capabilities.ts';
import type { KnownMaster } from '../masters/master-list-store.ts';
import { overview, type Pane, type Place } from '../masters/place.ts';
import { texts } from '../texts.ts';

export interface NavigationNode {
  /** Of the tree only: a pane's name alone would not do, since each master server has its own. */
  id: string;
  label: string;
  icon:
    | 'masters'
    | 'computer'
    | 'master'
    | 'folder'
    | 'servers'
    | 'activity'
    | 'notifications'
    | 'properties'
    | 'connection'
    | 'logs'
    | 'practice';
  /** Where it leads to; a folder leads nowhere. */
  place?: Place;
  /** The master server that it stands for. */
  master?: KnownMaster;
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

export const nodeId = ({ master, pane }: Place): string => `${master}/${pane}`;

/**
 * P-1: the nodes, in their order: the overview once there are several master servers, then each of them with what it can do.
 * @param masters this computer first
 * @param isPractice whether this computer is in practice mode
 */
export function navigationTree(masters: readonly KnownMaster[], isPractice: boolean): NavigationNode[] {
  const overviewNode: NavigationNode[] =
    masters.length > 1 ? [{ id: nodeId(overview), label: label.masters, icon: 'masters', place: overview }] : [];
  return [...overviewNode, ...masters.map((master) => masterNode(master, isPractice && master.capabilities.practice))];
}

function masterNode(master: KnownMaster, isPractice: boolean): NavigationNode {
  const { id, name, capabilities } = master;
  const pane = (to: Pane, text: string, icon: NavigationNode['icon']): NavigationNode => {
    const place = { master: id, pane: to };
    return { id: nodeId(place), label: text, icon, place };
  };
  const nbwss = nbwssPanes(capabilities, isPractice).map((given) => pane(...given));
  return {
    id,
    label: master.origin === null ? label.thisComputer : name,
    icon: master.origin === null ? 'computer' : 'master',
    master,
    children: [
      {
        id: `${id}/media`,
        label: label.mediaAndDeviceManagement,
        icon: 'folder',
        children: [
          {
            id: `${id}/credentials`,
            label: label.credentials,
            icon: 'folder',
            children: [pane('servers', label.webSocketServers, 'servers')],
          },
        ],
      },
      ...(nbwss.length > 0
        ? [{ id: `${id}/nbwss`, label: label.nbwss, icon: 'folder' as const, children: nbwss }]
        : []),
    ],
  };
}

function nbwssPanes(can: Capabilities, isPractice: boolean): [Pane, string, NavigationNode['icon']][] {
  const panes: [boolean, Pane, string, NavigationNode['icon']][] = [
    [can.activity, 'activity', label.activity, 'activity'],
    [can.notifications !== 'none', 'notifications', label.notifications, 'notifications'],
    [can.properties, 'properties', label.properties, 'properties'],
    [can.netBackup, 'netbackup', label.netBackupConnection, 'connection'],
    [can.logs, 'logs', label.logs, 'logs'],
    [isPractice, 'practice', label.practice, 'practice'],
  ];
  return panes.flatMap(([isThere, ...pane]) => (isThere ? [pane] : []));
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
