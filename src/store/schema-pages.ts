// The table about bytes of pages that lie outside the database.
export interface PageFilesTable {
  /** A folder or a bucket, as page-place.ts names them. */
  place: string;
  name: string;
  bytes: number;
  /** When somebody should look whether a page still needs it; null while one does. */
  look_at: Date | null;
}
