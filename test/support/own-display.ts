/**
 * Each worker of Vitest has a display of its own, and with it a focus of its own: so two desktop apps can run at once.
 * Without NBWSS_TEST_DISPLAYS all share the display that there is, one after the other.
 */
const displays = process.env['NBWSS_TEST_DISPLAYS']?.split(' ') ?? [];
const display = displays[Number(process.env['VITEST_POOL_ID'] ?? 0) % displays.length];
if (display !== undefined) process.env['DISPLAY'] = display;
