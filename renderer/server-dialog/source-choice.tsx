import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { useRef } from 'react';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import type { Flow, Option } from './flow.ts';

interface SourceChoiceProps {
  flow: Flow;
  onOption(option: Option): void;
  onFiles(files: readonly File[]): void;
  onUrl(url: string): void;
  onEnter(): void;
}

/** D-3 to D-6: where the endpoint details come from. */
export function SourceChoice({ flow, onOption, onFiles, onUrl, onEnter }: SourceChoiceProps) {
  const { addFromFile, addFromUrl } = useCapabilities();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <FormControl>
        <FormLabel id="source-label" sx={{ fontSize: '0.8125rem' }}>
          {texts.serverDialog.option}
        </FormLabel>
        <RadioGroup
          row
          aria-labelledby="source-label"
          name="source"
          value={flow.option}
          onChange={(_event, value) => onOption(value === 'URL' ? 'URL' : 'FILE')}
        >
          {addFromFile && <FormControlLabel value="FILE" control={<Radio />} label={texts.serverDialog.file} />}
          {addFromUrl && <FormControlLabel value="URL" control={<Radio />} label={texts.serverDialog.url} />}
        </RadioGroup>
      </FormControl>
      {flow.option === 'FILE' ? (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minHeight: 34 }}>
          <Button variant="outlined" onClick={() => chooser.current?.click()}>
            {texts.serverDialog.browse}
          </Button>
          <Box sx={{ color: flow.file ? 'text.primary' : 'text.secondary', overflowWrap: 'anywhere', minWidth: 0 }}>
            {flow.file ? flow.file.name : texts.serverDialog.noFile}
          </Box>
          <input
            ref={chooser}
            type="file"
            hidden
            onChange={(event) => {
              onFiles([...(event.target.files ?? [])]);
              // So that choosing the same file again, corrected meanwhile, is noticed.
              event.target.value = '';
            }}
          />
        </Box>
      ) : (
        <TextField
          label={texts.serverDialog.urlField}
          placeholder={texts.serverDialog.urlPlaceholder}
          value={flow.url}
          onChange={(event) => onUrl(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && onEnter()}
          fullWidth
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', maxLength: 8192 } }}
        />
      )}
    </>
  );
}
