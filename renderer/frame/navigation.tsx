import CableOutlined from '@mui/icons-material/CableOutlined';
import CompareArrowsOutlined from '@mui/icons-material/CompareArrowsOutlined';
import Computer from '@mui/icons-material/Computer';
import DnsOutlined from '@mui/icons-material/DnsOutlined';
import FolderOutlined from '@mui/icons-material/FolderOutlined';
import NotificationsOutlined from '@mui/icons-material/NotificationsOutlined';
import SchoolOutlined from '@mui/icons-material/SchoolOutlined';
import SubjectOutlined from '@mui/icons-material/SubjectOutlined';
import TuneOutlined from '@mui/icons-material/TuneOutlined';
import Box from '@mui/material/Box';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import { RichTreeView } from '@mui/x-tree-view/RichTreeView';
import { type ComponentType, useMemo } from 'react';
import { useFramePart } from '../client/use-console.ts';
import { texts } from '../texts.ts';
import { type NavigationNode, navigationTree, placesOf } from './navigation-tree.ts';
import { type Pane, useShell } from './shell.tsx';

const icons: Record<NavigationNode['icon'], ComponentType<SvgIconProps>> = {
  computer: Computer,
  folder: FolderOutlined,
  servers: DnsOutlined,
  activity: CompareArrowsOutlined,
  notifications: NotificationsOutlined,
  properties: TuneOutlined,
  connection: CableOutlined,
  logs: SubjectOutlined,
  practice: SchoolOutlined,
};
const panes: readonly string[] = [
  'servers',
  'activity',
  'notifications',
  'properties',
  'netbackup',
  'logs',
  'practice',
] satisfies Pane[];
const isPane = (id: string | null): id is Pane => id !== null && panes.includes(id);

/**
 * P-1: the tree. Folders open and close; only panes can be selected. It is drawn flat, each item with its level and
 * place: so an item's accessible name is its own label, and not that of all below it.
 */
export function Navigation() {
  const { pane, setPane } = useShell();
  const practice = useFramePart((frame) => frame.practice !== null) ?? false;
  const items = useMemo(() => navigationTree(practice), [practice]);
  const places = useMemo(() => placesOf(items), [items]);
  const folders = useMemo(() => [...places.keys()], [places]);
  return (
    <RichTreeView
      aria-label={texts.navigation.label}
      domStructure="flat"
      items={items}
      defaultExpandedItems={folders}
      isItemSelectionDisabled={(item: NavigationNode) => !isPane(item.id)}
      selectedItems={pane}
      onSelectedItemsChange={(_event, id) => isPane(id) && setPane(id)}
      itemChildrenIndentation={12}
      slotProps={{
        item: ({ itemId }) => {
          const place = places.get(itemId);
          return {
            'aria-level': place?.level,
            'aria-posinset': place?.position,
            'aria-setsize': place?.siblings,
            // Its children are its siblings in the document: there is no group to draw.
            slots: { groupTransition: NoGroup },
            slotProps: { label: { children: <NodeLabel node={place?.node} /> } },
            sx: { '& .MuiTreeItem-content': { py: 0.25, gap: 0.5, borderRadius: 1 } },
          };
        },
      }}
    />
  );
}

const NoGroup = () => null;

function NodeLabel({ node }: { node: NavigationNode | undefined }) {
  const Icon = icons[node?.icon ?? 'folder'];
  return (
    <Box title={node?.label} sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
      <Icon aria-hidden="true" sx={{ fontSize: 16, color: 'text.secondary', flexShrink: 0 }} />
      <Box
        component="span"
        sx={{ fontSize: '0.8125rem', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      >
        {node?.label}
      </Box>
    </Box>
  );
}
