/** Largest document with endpoint details, in bytes (decision 29). */
export const maxDetailsBytes = 1024 * 1024;
