/** Why a data folder cannot be used; the message is one line for a person. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}
