import Box from '@mui/material/Box';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import { RichTreeView } from '@mui/x-tree-view/RichTreeView';
import { type ComponentType, type KeyboardEvent, type MouseEvent, useMemo, useState } from 'react';
import { useOwnFramePart } from '../client/own-console.ts';
import {
  AlertCircleOutlineIcon,
  BellOutlineIcon,
  ConnectionIcon,
  DnsOutlineIcon,
  FolderOutlineIcon,
  HubOutlineIcon,
  LaptopIcon,
  SchoolOutlineIcon,
  ServerIcon,
  SwapHorizontalIcon,
  TextIcon,
  TuneIcon,
} from '../feedback/icons.tsx';
import type { KnownMaster } from '../masters/master-list-store.ts';
import { useKnownMasters, useMasters } from '../masters/masters-context.ts';
import { isAdded } from '../masters/use-master-actions.ts';
import { texts } from '../texts.ts';
import type { MenuAnchor } from './context-menu.tsx';
import { useFocusOnward } from './focus-onward.ts';
import { type NavigationNode, navigationTree, nodeId, placesOf } from './navigation-tree.ts';
import { startMasters } from './start-masters.ts';
import { TreeMenu } from './tree-menu.tsx';

const icons: Record<NavigationNode['icon'], ComponentType<SvgIconProps>> = {
  masters: HubOutlineIcon,
  computer: LaptopIcon,
  master: ServerIcon,
  folder: FolderOutlineIcon,
  servers: DnsOutlineIcon,
  activity: SwapHorizontalIcon,
  notifications: BellOutlineIcon,
  properties: TuneIcon,
  connection: ConnectionIcon,
  logs: TextIcon,
  practice: SchoolOutlineIcon,
};

/**
 * P-1: the tree. Folders open and close; only panes can be selected. It is drawn flat, each item with its level and
 * place: so an item's accessible name is its own label, and not that of all below it.
 */
export function Navigation() {
  const { place, visit, open: openDialog } = useMasters();
  useFocusOnward(place.master);
  const list = useKnownMasters((masters) => masters);
  const isPractice = useOwnFramePart((frame) => frame.practice !== null) ?? false;
  const items = useMemo(() => navigationTree(list.length > 0 ? list : startMasters, isPractice), [list, isPractice]);
  const places = useMemo(() => placesOf(items), [items]);
  /** All others are open, those of master servers that come included. */
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const open = useMemo(() => [...places.keys()].filter((id) => !closed.has(id)), [places, closed]);
  const [menu, setMenu] = useState<{ anchor: MenuAnchor; master: KnownMaster }>();

  /** The same as long as the items are: with another one, each item is drawn anew, whatever is selected. */
  const slotProps = useMemo(() => {
    /** Opened within the event itself, the menu would leave the focus behind. */
    const openMenu = (anchor: MenuAnchor, master: KnownMaster) => void setTimeout(() => setMenu({ anchor, master }), 0);
    const ofMaster = (master: KnownMaster) => ({
      onContextMenu(event: MouseEvent<HTMLElement>) {
        event.preventDefault();
        openMenu({ x: event.clientX, y: event.clientY }, master);
      },
      onKeyDown(event: KeyboardEvent<HTMLElement>) {
        const { key, shiftKey, currentTarget } = event;
        if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) openMenu(currentTarget, master);
        else if (key === 'F2') openDialog({ kind: 'rename-master', id: master.id });
        else if (key === 'Delete') openDialog({ kind: 'remove-master', id: master.id });
        else return;
        event.preventDefault();
      },
    });
    return {
      item: ({ itemId }: { itemId: string }) => {
        const at = places.get(itemId);
        const master = at?.node.master;
        return {
          'aria-level': at?.level,
          'aria-posinset': at?.position,
          'aria-setsize': at?.siblings,
          ...(master && isAdded(master) ? ofMaster(master) : {}),
          ...(master?.state === 'failing' ? { 'aria-description': texts.masters.states.failing } : {}),
          // Its children are its siblings in the document: there is no group to draw.
          slots: { groupTransition: NoGroup },
          slotProps: { label: { children: <NodeLabel node={at?.node} /> } },
          sx: { '& .MuiTreeItem-content': { py: 0.25, gap: 0.5, borderRadius: 1 } },
        };
      },
    };
  }, [places, openDialog]);

  return (
    <>
      <RichTreeView
        aria-label={texts.navigation.label}
        domStructure="flat"
        items={items}
        expandedItems={open}
        onExpandedItemsChange={(_event, ids) =>
          setClosed(new Set([...places.keys()].filter((id) => !ids.includes(id))))
        }
        isItemSelectionDisabled={(item: NavigationNode) => item.place === undefined}
        selectedItems={nodeId(place)}
        onSelectedItemsChange={(_event, id) => {
          const to = id === null ? undefined : places.get(id)?.node.place;
          if (to) visit(to);
        }}
        itemChildrenIndentation={12}
        slotProps={slotProps}
      />
      <TreeMenu menu={menu} onClose={() => setMenu(undefined)} />
    </>
  );
}

const NoGroup = () => null;

function NodeLabel({ node }: { node: NavigationNode | undefined }) {
  const Icon = icons[node?.icon ?? 'folder'];
  const isFailing = node?.master?.state === 'failing';
  const problem = isFailing ? node?.master?.problem?.lines.join(': ') : undefined;
  return (
    <Box
      title={[node?.label, problem].filter((text) => text !== undefined).join('\n')}
      sx={{ display: 'flex', alignItems: 'center', gap: 0.75, minWidth: 0 }}
    >
      <Icon aria-hidden="true" sx={{ fontSize: 16, color: 'text.secondary', flexShrink: 0 }} />
      <Box
        component="span"
        sx={{ fontSize: '0.8125rem', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      >
        {node?.label}
      </Box>
      {isFailing && (
        <AlertCircleOutlineIcon aria-hidden="true" sx={{ fontSize: 15, color: 'error.main', flexShrink: 0 }} />
      )}
    </Box>
  );
}
