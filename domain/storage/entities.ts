export { Blob } from './blob.ts';
export { BlobLink } from './blob-link.ts';
