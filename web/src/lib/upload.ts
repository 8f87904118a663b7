// Sends a file as raw bytes and tells how far it is. fetch() cannot report the progress of a request,
// so this one uses XMLHttpRequest; failures are the same ApiError as everywhere.
import { address, ApiError, type Options } from '@/lib/api'
import { t } from '@/lib/i18n'

export interface UploadOptions {
  query?: Options['query']
  onProgress?: (bytes_sent: number, bytes_total: number) => void
  signal?: AbortSignal
}

export function upload<T>(path: string, file: Blob, options: UploadOptions = {}): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address(path, options.query))
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Accept', 'application/json, application/problem+json')
    request.upload.onprogress = (event) => options.onProgress?.(event.loaded, event.total)
    request.onerror = () => void whyNotSent(file).then(reject)
    request.onabort = () => reject(new DOMException('Aborted', 'AbortError'))
    request.onload = () => settle(request, resolve, reject)
    options.signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

/** A browser refuses to send a file that was changed after it was chosen, and says no more than of a lost network. */
async function whyNotSent(file: Blob): Promise<ApiError> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return new ApiError(0, { code: 'offline', detail: t('error.offline') })
  } catch {
    return new ApiError(0, { code: 'file_changed', detail: t('error.file_changed') })
  }
}

function settle<T>(request: XMLHttpRequest, resolve: (value: T) => void, reject: (error: Error) => void): void {
  const body = parsed(request.responseText)
  if (request.status >= 200 && request.status < 300 && body !== undefined) resolve(body as T)
  else reject(new ApiError(request.status, body ?? {}))
}

function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text) as object
  } catch {
    return undefined
  }
}
