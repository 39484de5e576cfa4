import { maxDetailsBytes } from '../../shared/endpoint-details-size.ts';

/**
 * The contents of a details file in base64, cut after one byte more than the limit, so that the service sees that it is
 * too large without being sent all of it.
 * @throws DOMException when the file cannot be read
 */
export async function readAsBase64(file: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file.slice(0, maxDetailsBytes + 1));
  });
  return url.slice(url.indexOf(',') + 1);
}
