/** An answer of the vendor's error shape. The vendor's own numbers are not public for all cases: the status stands in. */
export class ApiError extends Error {
  readonly status: number;
  readonly attributeErrors: Readonly<Record<string, string>>;
  readonly details: readonly string[];

  constructor(
    status: number,
    message: string,
    attributeErrors: Readonly<Record<string, string>> = {},
    details: readonly string[] = [],
  ) {
    super(message);
    this.status = status;
    this.attributeErrors = attributeErrors;
    this.details = details;
  }

  toJSON(): object {
    return {
      errorCode: this.status,
      errorMessage: this.message,
      attributeErrors: this.attributeErrors,
      errorDetails: this.details,
    };
  }
}
