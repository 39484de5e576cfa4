/** Addresses that must neither be shown nor handed to another program. */
export const elsewhere = [
  'https://example.invalid/',
  'http://example.invalid/',
  'https://console/', // the host of our own page, under another scheme
  'app://console.example.invalid/',
  'app://console@example.invalid/',
  'app://example.invalid/#app://console/',
  'javascript:void(document.title="injected")',
  'data:text/html,injected',
  'file:///etc/passwd',
  'smb://example.invalid/share',
  'ms-msdt:/id',
  'mailto:nobody@example.invalid',
  '\\\\example.invalid\\share',
];

/** Addresses by which a page could try to be given a file of the project that is not the console's. */
export function waysOut(project: string, file: string): readonly string[] {
  const escaped = file.replaceAll('/', '%2f');
  return [
    `file://${project}/${file}`,
    `/../../${file}`,
    `/%2e%2e/%2e%2e/${file}`,
    `/..%2f..%2f${escaped}`,
    `/assets/..%2f..%2f..%2f${escaped}`,
    `/..%5c..%5c${escaped}`,
    `/%252e%252e/%252e%252e/${file}`,
    `${project}/${file}`,
    `/${project}/${file}`,
    `/..%2f..%2f${escaped}%00.png`,
    `app://other/${file}`,
  ];
}
