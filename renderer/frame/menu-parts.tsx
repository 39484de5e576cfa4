import { Menu } from '@base-ui/react/menu';
import { styled, type Theme } from '@mui/material/styles';
import type { ReactNode, RefObject } from 'react';
import { CheckIcon, ChevronRightIcon } from '../feedback/icons.tsx';

/** The parts of the menu bar: behaviour from Base UI, looks from the theme. */

type Container = RefObject<HTMLDivElement | null>;

const Trigger = styled(Menu.Trigger)(({ theme }) => ({
  font: 'inherit',
  color: 'inherit',
  background: 'none',
  border: 0,
  borderRadius: 4,
  padding: '3px 10px',
  cursor: 'default',
  '&:hover, &[data-popup-open]': { background: theme.vars.palette.action.hover },
  '&:focus-visible': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: -2 },
}));

const Positioner = styled(Menu.Positioner)(({ theme }) => ({ zIndex: theme.vars.zIndex.modal, outline: 0 }));

const Popup = styled(Menu.Popup)(({ theme }) => ({
  background: theme.vars.palette.background.paper,
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: 6,
  boxShadow: theme.vars.shadows[4],
  padding: '4px 0',
  minWidth: 200,
  outline: 0,
}));

const itemStyle = ({ theme }: { theme: Theme }) =>
  ({
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    padding: '4px 12px',
    lineHeight: '20px',
    cursor: 'default',
    userSelect: 'none',
    outline: 0,
    '&[data-highlighted]': {
      background: theme.vars.palette.action.selected,
      boxShadow: `inset 2px 0 0 ${theme.vars.palette.primary.main}`,
    },
    '&[data-disabled]': { color: theme.vars.palette.text.disabled },
  }) as const;

const Item = styled(Menu.Item)(itemStyle);
const SubmenuTrigger = styled(Menu.SubmenuTrigger)(itemStyle);
const RadioItem = styled(Menu.RadioItem)(itemStyle);
const Line = styled(Menu.Separator)(({ theme }) => ({
  height: 1,
  margin: '4px 0',
  background: theme.vars.palette.divider,
}));
const Keys = styled('span')(({ theme }) => ({
  marginLeft: 'auto',
  paddingLeft: 24,
  color: theme.vars.palette.text.secondary,
  fontSize: '0.75rem',
}));
const Sign = styled('span')({ width: 16, height: 16, display: 'inline-flex' });

/**
 * Base UI looks a moment after the focus left a trigger where it went, and does not look into submenus: one that was
 * opened meanwhile, by a fast key, would be closed together with its menu. As long as the focus is in a menu, none has lost it.
 */
function keepWhileFocused(open: boolean, change: Menu.Root.ChangeEventDetails): void {
  if (!open && change.reason === 'trigger-focus' && document.activeElement?.closest('[role="menu"]')) change.cancel();
}

export function BarMenu({ label, container, children }: { label: string; container: Container; children: ReactNode }) {
  return (
    <Menu.Root modal={false} onOpenChange={keepWhileFocused}>
      <Trigger>{label}</Trigger>
      <Menu.Portal container={container}>
        <Positioner sideOffset={2} align="start">
          <Popup>{children}</Popup>
        </Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

export function SubMenu({ label, container, children }: { label: string; container: Container; children: ReactNode }) {
  return (
    <Menu.SubmenuRoot onOpenChange={keepWhileFocused}>
      <SubmenuTrigger>
        {label}
        <ChevronRightIcon aria-hidden="true" sx={{ fontSize: 16, ml: 'auto' }} />
      </SubmenuTrigger>
      <Menu.Portal container={container}>
        <Positioner sideOffset={-2} alignOffset={-5}>
          <Popup>{children}</Popup>
        </Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

interface MenuEntryProps {
  children: string;
  /** Keys that do the same, shown at the right. */
  keys?: string;
  disabled?: boolean;
  onClick(): void;
}

export function MenuEntry({ children, keys, disabled = false, onClick }: MenuEntryProps) {
  return (
    <Item disabled={disabled} onClick={onClick} label={children}>
      {children}
      {keys !== undefined && <Keys aria-hidden="true">{keys}</Keys>}
    </Item>
  );
}

export const MenuLine = Line;

export function RadioEntries<T extends string>({
  value,
  onChange,
  children,
}: {
  value: T;
  onChange(value: T): void;
  children: ReactNode;
}) {
  return (
    <Menu.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
      {children}
    </Menu.RadioGroup>
  );
}

export function RadioEntry({ value, children }: { value: string; children: string }) {
  return (
    <RadioItem value={value} closeOnClick>
      <Sign aria-hidden="true">
        <Menu.RadioItemIndicator>
          <CheckIcon sx={{ fontSize: 16 }} />
        </Menu.RadioItemIndicator>
      </Sign>
      {children}
    </RadioItem>
  );
}
