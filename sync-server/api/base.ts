/** Where the API lies. */
export const apiBase = '/api/v1';
