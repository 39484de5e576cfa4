import {
  mdiAlertCircleOutline,
  mdiAlertOutline,
  mdiArrowDown,
  mdiArrowUp,
  mdiAutorenew,
  mdiBellOutline,
  mdiCancel,
  mdiCheck,
  mdiCheckCircle,
  mdiCheckCircleOutline,
  mdiChevronRight,
  mdiClose,
  mdiConnection,
  mdiContentCopy,
  mdiDeleteOutline,
  mdiDnsOutline,
  mdiDownload,
  mdiFileUploadOutline,
  mdiFolderOff,
  mdiFolderOutline,
  mdiHelpCircleOutline,
  mdiHubOutline,
  mdiLaptop,
  mdiLightningBolt,
  mdiMinusCircleOutline,
  mdiPauseCircleOutline,
  mdiPlus,
  mdiPlusCircleOutline,
  mdiPower,
  mdiPowerPlugOff,
  mdiRadioboxBlank,
  mdiRefresh,
  mdiSchoolOutline,
  mdiServer,
  mdiSkipNext,
  mdiSwapHorizontal,
  mdiSync,
  mdiText,
  mdiTimerSandEmpty,
  mdiTune,
} from '@mdi/js';
import { createSvgIcon } from '@mui/material/utils';

/** The icons of the console, by the names of their set; each is as large as the text beside it asks, and hidden from assistive technology. */
const icon = (name: string, path: string) => createSvgIcon(<path d={path} />, name);

export const AlertCircleOutlineIcon = icon('AlertCircleOutline', mdiAlertCircleOutline);
export const AlertOutlineIcon = icon('AlertOutline', mdiAlertOutline);
export const ArrowDownIcon = icon('ArrowDown', mdiArrowDown);
export const ArrowUpIcon = icon('ArrowUp', mdiArrowUp);
export const AutorenewIcon = icon('Autorenew', mdiAutorenew);
export const BellOutlineIcon = icon('BellOutline', mdiBellOutline);
export const CancelIcon = icon('Cancel', mdiCancel);
export const CheckIcon = icon('Check', mdiCheck);
export const CheckCircleIcon = icon('CheckCircle', mdiCheckCircle);
export const CheckCircleOutlineIcon = icon('CheckCircleOutline', mdiCheckCircleOutline);
export const ChevronRightIcon = icon('ChevronRight', mdiChevronRight);
export const CloseIcon = icon('Close', mdiClose);
export const ConnectionIcon = icon('Connection', mdiConnection);
export const ContentCopyIcon = icon('ContentCopy', mdiContentCopy);
export const DeleteOutlineIcon = icon('DeleteOutline', mdiDeleteOutline);
export const DnsOutlineIcon = icon('DnsOutline', mdiDnsOutline);
export const DownloadIcon = icon('Download', mdiDownload);
export const FileUploadOutlineIcon = icon('FileUploadOutline', mdiFileUploadOutline);
export const FolderOffIcon = icon('FolderOff', mdiFolderOff);
export const FolderOutlineIcon = icon('FolderOutline', mdiFolderOutline);
export const HelpCircleOutlineIcon = icon('HelpCircleOutline', mdiHelpCircleOutline);
export const HubOutlineIcon = icon('HubOutline', mdiHubOutline);
export const LaptopIcon = icon('Laptop', mdiLaptop);
export const LightningBoltIcon = icon('LightningBolt', mdiLightningBolt);
export const MinusCircleOutlineIcon = icon('MinusCircleOutline', mdiMinusCircleOutline);
export const PauseCircleOutlineIcon = icon('PauseCircleOutline', mdiPauseCircleOutline);
export const PlusIcon = icon('Plus', mdiPlus);
export const PlusCircleOutlineIcon = icon('PlusCircleOutline', mdiPlusCircleOutline);
export const PowerIcon = icon('Power', mdiPower);
export const PowerPlugOffIcon = icon('PowerPlugOff', mdiPowerPlugOff);
export const RadioboxBlankIcon = icon('RadioboxBlank', mdiRadioboxBlank);
export const RefreshIcon = icon('Refresh', mdiRefresh);
export const SchoolOutlineIcon = icon('SchoolOutline', mdiSchoolOutline);
export const ServerIcon = icon('Server', mdiServer);
export const SkipNextIcon = icon('SkipNext', mdiSkipNext);
export const SwapHorizontalIcon = icon('SwapHorizontal', mdiSwapHorizontal);
export const SyncIcon = icon('Sync', mdiSync);
export const TextIcon = icon('Text', mdiText);
export const TimerSandEmptyIcon = icon('TimerSandEmpty', mdiTimerSandEmpty);
export const TuneIcon = icon('Tune', mdiTune);
