import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { shownText } from '../../shared/shown-identifier.ts';

/** A list of names and values. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        mt: 0.5,
        display: 'grid',
        gridTemplateColumns: 'minmax(96px, max-content) 1fr',
        columnGap: 1.5,
        rowGap: 0.25,
      }}
    >
      {children}
    </Box>
  );
}

/** @param wide whether the value needs the whole width, below its name */
export function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  const place = wide ? { gridColumn: '1 / -1' } : {};
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary', maxWidth: 160, ...place }}>
        {name}
      </Box>
      <Box component="dd" dir="auto" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere', ...place }}>
        {typeof children === 'string' ? shownText(children) : children}
      </Box>
    </>
  );
}
